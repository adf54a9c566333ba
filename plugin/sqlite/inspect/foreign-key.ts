import type { Deferrable, ForeignKey, ReferentialAction } from "../../../src/schema/constraint.js";
import { compact } from "../../../src/schema/compact.js";
import type { Reader } from "../text/reader.js";

type Terms = Partial<Record<"onDelete" | "onUpdate", ReferentialAction>> & {
  readonly match?: string;
  readonly deferrable?: Deferrable;
};

/**
 * `REFERENCES t (a) ON DELETE CASCADE DEFERRABLE ...`; the reader stands behind the word REFERENCES.
 * Without a list of columns `referencedColumns` is empty: the primary key of the other table is meant.
 */
export function readReference(
  reader: Reader,
  columns: readonly string[],
  name?: string,
): ForeignKey {
  const references = { name: reader.name() };
  const referencedColumns = reader.peek()?.text === "(" ? readNames(reader) : [];
  const { match, onDelete = "NO ACTION", onUpdate = "NO ACTION", deferrable } = readTerms(reader);
  const actions = { onDelete, onUpdate };
  const target = { columns, references, referencedColumns };
  return compact({ kind: "foreignKey" as const, name, ...target, ...actions, match, deferrable });
}

/** `("a", "b")`. */
export function readNames(reader: Reader): readonly string[] {
  const names: string[] = [];
  reader.expectSymbol("(");
  do names.push(reader.name());
  while (reader.symbol(","));
  reader.expectSymbol(")");
  return names;
}

function readTerms(reader: Reader): Terms {
  const terms: Terms = {};
  for (;;) {
    const term = readTerm(reader);
    if (term === undefined) return terms;
    Object.assign(terms, term);
  }
}

function readTerm(reader: Reader): Terms | undefined {
  if (reader.peek()?.kind !== "word") return undefined;
  if (reader.words("ON", "DELETE")) return { onDelete: readAction(reader) };
  if (reader.words("ON", "UPDATE")) return { onUpdate: readAction(reader) };
  // SQLite's grammar knows it, and does nothing with it.
  if (reader.words("ON", "INSERT")) return ignoreAction(reader);
  if (reader.words("MATCH")) return readMatch(reader.name());
  return readDeferrable(reader);
}

function ignoreAction(reader: Reader): Terms {
  readAction(reader);
  return {};
}

function readMatch(kind: string): Terms {
  return kind.toUpperCase() === "SIMPLE" ? {} : { match: kind.toUpperCase() };
}

function readAction(reader: Reader): ReferentialAction {
  const action = actions.find((candidate) => reader.words(...candidate.split(" ")));
  return action ?? reader.fail("NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT");
}

const actions: readonly ReferentialAction[] = [
  "NO ACTION",
  "RESTRICT",
  "CASCADE",
  "SET NULL",
  "SET DEFAULT",
];

/** `NOT DEFERRABLE` with whatever follows is what a key is anyway. */
export function readDeferrable(reader: Reader): { readonly deferrable?: Deferrable } | undefined {
  const not = reader.words("NOT", "DEFERRABLE");
  if (!not && !reader.words("DEFERRABLE")) return undefined;
  const deferred = reader.words("INITIALLY", "DEFERRED");
  if (!deferred) reader.words("INITIALLY", "IMMEDIATE");
  if (not) return {};
  return { deferrable: deferred ? "INITIALLY DEFERRED" : "INITIALLY IMMEDIATE" };
}
