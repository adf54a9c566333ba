import type { View } from "../../../src/schema/view.js";
import { quoteList } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import type { CreateView, DropView } from "../../../src/operation/catalog-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";
import { mentions } from "../text/expression.js";
import { schemasOf } from "./table-state.js";
import { createTriggerStatement } from "./trigger.js";
import { unsupported } from "./unsupported.js";

export function createViewText(view: View, ifNotExists = false): string {
  const columns = view.columns === undefined ? "" : ` (${quoteList(view.columns)})`;
  const exists = ifNotExists ? "IF NOT EXISTS " : "";
  return `CREATE VIEW ${exists}${quoteName(view)}${columns} AS ${view.definition}`;
}

export function createView({ view, ifNotExists, aside }: CreateView): readonly Statement[] {
  if (view.materialized) {
    throw unsupported(
      "materialized views",
      "Create a plain view, or a table that a trigger or the application keeps up to date.",
    );
  }
  return [
    ...(aside === true ? dropStandIn(view) : []),
    { sql: createViewText(view, ifNotExists) },
    ...(view.triggers ?? []).map((trigger) => createTriggerStatement(view, trigger)),
  ];
}

/** A view that is dropped to be restored and that a trigger reads leaves a stand-in: ALTER TABLE refuses triggers that read what is not there. */
export async function dropView(
  { view, ifExists, aside }: DropView,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const drop = { sql: `DROP VIEW ${ifExists === true ? "IF EXISTS " : ""}${quoteName(view)}` };
  if (aside !== true || !(await isReadByTrigger(view, context))) return [drop];
  const name = quoteName(view);
  const rows = quoteName(standInOf(view));
  return [
    { sql: `CREATE TABLE ${rows} AS SELECT * FROM ${name} LIMIT 0` },
    drop,
    { sql: `CREATE VIEW ${name} AS SELECT * FROM ${rows}` },
  ];
}

function dropStandIn(view: View): readonly Statement[] {
  return [
    { sql: `DROP VIEW IF EXISTS ${quoteName(view)}` },
    { sql: `DROP TABLE IF EXISTS ${quoteName(standInOf(view))}` },
  ];
}

function standInOf({ schema, name }: QualifiedName): QualifiedName {
  return { ...(schema === undefined ? {} : { schema }), name: `athanor_aside_${name}` };
}

async function isReadByTrigger(view: View, context: CompileContext): Promise<boolean> {
  const { tables, views } = await stateOrNothing(context, schemasOf(view));
  const others = views.filter((other) => !sameName(other, view));
  const triggers = [...tables, ...others].flatMap((owner) => owner.triggers ?? []);
  return triggers.some(({ definition }) => mentions(definition, view.name));
}
