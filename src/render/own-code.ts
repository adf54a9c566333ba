import type { AnyOperation } from "../operation/plugin-operation.js";
import { isPluginOperation } from "../operation/plugin-operation.js";
import type {
  ImportedNames,
  PluginKinds,
  RenderContext,
  Rendered,
  RenderItem,
} from "../plugin/plugin.js";
import type { Layout } from "./layout.js";
import { hardLine, join } from "./layout.js";
import { writeLiteral } from "./literal.js";

/** Who else writes code for operations: the environment's hook, then the plugin that brings the kind. */
export type OwnCode = {
  readonly database: string;
  readonly renderItem?: RenderItem;
  readonly kinds?: PluginKinds;
  /** What else is said above an operation. */
  readonly remarks?: (operation: AnyOperation) => readonly string[];
  /** Told of the names that the code needs. */
  readonly needs: (imports: readonly ImportedNames[]) => void;
};

/** The code that the hook or the plugin writes for an operation; none where both leave it to Athanor. */
export function layOutOwnCode(
  operation: AnyOperation,
  receiver: RenderContext["receiver"],
  own: OwnCode,
): Layout | undefined {
  const context = { database: own.database, receiver, literal: writeLiteral };
  const rendered = own.renderItem?.(operation, context) ?? byPlugin(operation, context, own);
  if (rendered === undefined) return undefined;
  if (typeof rendered === "string") return layOutText(rendered);
  own.needs(rendered.imports ?? []);
  return layOutText(rendered.code);
}

function byPlugin(
  operation: AnyOperation,
  context: RenderContext,
  { kinds = {} }: OwnCode,
): Rendered | undefined {
  if (!isPluginOperation(operation)) return undefined;
  return kinds[operation.kind]?.render?.(operation, context);
}

/** Lines are indented to where they stand; those of a template literal are part of its text, and stay as they are. */
function layOutText(code: string): Layout {
  const text = code.trim();
  return text.includes("`") ? text : join(hardLine, text.split("\n"));
}
