import type { Canonical, CanonicalizeRequest, DialectCatalog } from "../../src/plugin/catalog.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import type { View } from "../../src/schema/view.js";
import { sameValue } from "../../src/schema/equality.js";
import { lookup } from "./lookup.js";
import {
  isEmpty,
  questionOf,
  questionOfActual,
  type OpenParts,
  type Question,
} from "./question.js";
import { columnSlots, replaceSlots, slotsOf, type Slotted } from "./slot.js";

/** What a server made of a question. A table or view that it refused is missing. */
export type Answer = {
  readonly table: (wanted: Table) => Table | undefined;
  readonly view: (wanted: View) => View | undefined;
  /**
   * What could not be asked and why, for people. Called for the first answer only.
   *
   * @throws AthanorError where a refusal is one that the migration itself would meet.
   */
  readonly notes: () => readonly string[];
};

/**
 * How a dialect asks its server what it makes of a wanted schema. `Open` is what the dialect keeps of the open parts of
 * a table, `Place` what its questions are put to: a scratch schema, a database in memory.
 */
export type Asking<Open, Place> = OpenParts<Open> & {
  /** Gives `body` a place for the question and takes everything away again; answers by itself where the server gives none. */
  readonly withPlace: (
    request: CanonicalizeRequest,
    question: Question<Open>,
    body: (place: Place) => Promise<Canonical>,
  ) => Promise<Canonical>;
  /** Makes the tables and views in the place, reads them back with the dialect's `inspect`, and takes them away. */
  readonly ask: (place: Place, question: Question<Open>) => Promise<Answer>;
  /** The wanted table with what the server made of its open parts. */
  readonly putTable: (asked: OpenTable<Open>, found: Table, request: CanonicalizeRequest) => Table;
  /** The wanted view with what the server made of it. */
  readonly putView: (wanted: View, found: View, request: CanonicalizeRequest) => View;
  /**
   * The server does not always leave its own words as they are. Where a part of a wanted and of the actual table or view
   * come to the same when each is said once more, the words of the actual one stand. Left out: the server's words last.
   */
  readonly restates?: boolean;
};

/** An open table: its parts that text does not settle. */
export type OpenTable<Open> = { readonly wanted: Table; readonly open: Open };

/** What a dialect adds to {@link canonicalizer}. The hooks are called in the order in which they stand here. */
export type CanonicalizeHooks<Open, Place> = {
  /** The wanted schema as this server would report it, as far as text alone tells. */
  readonly normalize: (request: CanonicalizeRequest) => Schema | Promise<Schema>;
  /** What there is to say of a normalized schema to people. Left out: nothing. */
  readonly notes?: (normalized: Schema) => readonly string[];
  /**
   * The normalized schema in the words of the actual one, wherever they mean the same; what entities cannot say is taken
   * from there. A table that equals the actual one should become that very object: nothing is asked about it.
   */
  readonly likeActual: (normalized: Schema, request: CanonicalizeRequest) => Schema;
  /** Left out: text settles everything. */
  readonly asking?: Asking<Open, Place>;
  /** What is left to take over from the actual schema once all is in the server's own words. Left out: nothing. */
  readonly finish?: (answered: Schema, actual: Schema) => Schema;
};

/**
 * A dialect's `canonicalize`. It normalizes the wanted schema, says it in the words of the actual one, asks the server
 * about what is open still, and puts the answers in. What comes back in other words is asked a second time, for the
 * server's words, said once more, may come back as others. Where nothing is open, nothing is asked.
 *
 * `canonicalizer({ normalize, likeActual })` is all that a database needs that keeps texts as they were given.
 */
export function canonicalizer<Open, Place>(
  hooks: CanonicalizeHooks<Open, Place>,
): DialectCatalog["canonicalize"] {
  const { asking, notes = () => [], finish = (answered) => answered } = hooks;
  return async (request) => {
    const normalized = await hooks.normalize(request);
    const wanted = hooks.likeActual(normalized, request);
    const answered =
      asking === undefined
        ? { schema: wanted, notes: [] }
        : await askAbout({ asking, request: { ...request, wanted } });
    return {
      schema: finish(answered.schema, request.actual),
      notes: [...notes(normalized), ...answered.notes],
    };
  };
}

type Inquiry<Open, Place> = {
  readonly asking: Asking<Open, Place>;
  readonly request: CanonicalizeRequest;
};

async function askAbout<Open, Place>(inquiry: Inquiry<Open, Place>): Promise<Canonical> {
  const { asking, request } = inquiry;
  const question = questionOf(asking, request);
  if (isEmpty(question)) return { schema: request.wanted, notes: [] };
  return asking.withPlace(request, question, async (place) => {
    const first = await asking.ask(place, question);
    const notes = first.notes();
    const said = putIn(inquiry, request.wanted, question, first);
    return { schema: await sayAgain(inquiry, place, said), notes };
  });
}

// The server's words, said once more, may come back as others: only the second saying lasts.
async function sayAgain<Open, Place>(
  inquiry: Inquiry<Open, Place>,
  place: Place,
  said: Schema,
): Promise<Schema> {
  const { asking, request } = inquiry;
  const { actual, wanted: known } = request;
  const left = questionOf(asking, { wanted: said, actual });
  if (isEmpty(left)) return said;
  const fresh = questionOf(asking, { wanted: said, actual, known });
  const again = isEmpty(fresh) ? said : putIn(inquiry, said, fresh, await asking.ask(place, fresh));
  const own = questionOfActual(asking, left, actual);
  if (asking.restates !== true || isEmpty(own)) return again;
  const echoed = putIn(inquiry, actual, own, await asking.ask(place, own));
  return {
    ...again,
    tables: settleEach(again.tables, actual.tables, echoed.tables),
    views: settleEach(again.views, actual.views, echoed.views),
  };
}

function putIn<Open, Place>(
  { asking, request }: Inquiry<Open, Place>,
  schema: Schema,
  { tables, views }: Question<Open>,
  answer: Answer,
): Schema {
  const open = new Map(tables.map((each) => [each.wanted, each.open]));
  const openViews = new Set(views.flatMap(({ wanted, isOpen }) => (isOpen ? [wanted] : [])));
  return {
    ...schema,
    tables: schema.tables.map((wanted) => {
      const parts = open.get(wanted);
      const found = parts === undefined ? undefined : answer.table(wanted);
      return parts === undefined || found === undefined
        ? wanted
        : asking.putTable({ wanted, open: parts }, found, request);
    }),
    views: schema.views.map((wanted) => {
      const found = openViews.has(wanted) ? answer.view(wanted) : undefined;
      return found === undefined ? wanted : asking.putView(wanted, found, request);
    }),
  };
}

function settleEach<Relation extends QualifiedName & Slotted>(
  wanted: readonly Relation[],
  actual: readonly Relation[],
  echoed: readonly Relation[],
): readonly Relation[] {
  const [held, said] = [lookup(actual), lookup(echoed)];
  return wanted.map((each) => {
    const [now, echo] = [held(each), said(each)];
    return now === undefined || echo === undefined || now === echo ? each : settle(each, now, echo);
  });
}

/** The lists of an actual thing and of its echo, the same said once more, are in the same order. */
function settle<Relation extends Slotted>(
  wanted: Relation,
  actual: Relation,
  echo: Relation,
): Relation {
  return replaceSlots(wanted, ({ kind, name }, value) => {
    const at = slotsOf(echo, kind).findIndex(
      (said) => sameValue(said.value, value) && (!columnSlots.has(kind) || said.name === name),
    );
    return slotsOf(actual, kind)[at]?.value;
  });
}
