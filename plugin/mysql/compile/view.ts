import type { CreateView, DropView } from "../../../src/operation/catalog-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { findView } from "../../../src/schema/schema.js";
import type { View } from "../../../src/schema/view.js";
import { quoteList, quoteName } from "../quote-name.js";
import { quoteText } from "../text/quote-text.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";
import { unsupported } from "./unsupported.js";

/** A view that was to be dropped and restored is still there, and is replaced; it keeps its security and whose rights it runs with. */
export async function createView(
  { view, ifNotExists, aside }: CreateView,
  context: CompileContext,
): Promise<readonly Statement[]> {
  if (view.materialized) throw noMaterialized();
  if (aside !== true && ifNotExists !== true) return [{ sql: createViewText(view) }];
  const held = findView(await stateOrNothing(context, { tables: [view] }), view);
  if (ifNotExists === true && held !== undefined) return [];
  return [{ sql: createViewText(view, aside === true ? "CREATE OR REPLACE" : "CREATE", held) }];
}

/** Views stand in nobody's way here: one that is to be restored stays where it is until it is replaced. */
export function dropView({ view, ifExists, aside }: DropView): readonly Statement[] {
  if (aside === true) return [];
  return [{ sql: `DROP VIEW ${ifExists === true ? "IF EXISTS " : ""}${quoteName(view)}` }];
}

function createViewText(view: View, how = "CREATE", held: View = view): string {
  const security = view.security ?? held.security;
  const definer = security === undefined ? held.definer : undefined;
  const parts = [
    how,
    definer === undefined ? "" : `DEFINER=${accountText(definer)}`,
    security === undefined ? "" : `SQL SECURITY ${security}`,
    `VIEW ${quoteName(view)}${view.columns === undefined ? "" : ` (${quoteList(view.columns)})`}`,
    `AS ${view.definition}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** `app@%` as statements spell it; a role has no host. */
function accountText(account: string): string {
  const at = account.lastIndexOf("@");
  const [user, host] = at < 0 ? [account, ""] : [account.slice(0, at), account.slice(at + 1)];
  return host === "" ? quoteText(user) : `${quoteText(user)}@${quoteText(host)}`;
}

function noMaterialized(): Error {
  return unsupported(
    "materialized views",
    "Create a plain view, or a table that an event or the application keeps up to date.",
  );
}
