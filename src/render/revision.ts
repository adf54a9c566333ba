import { AthanorError } from "../error/athanor-error.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import type { ImportedNames, PluginKinds, RenderItem } from "../plugin/plugin.js";
import { layOutStatements } from "./statements.js";
import { compact } from "../schema/compact.js";
import type { RevisionHeader } from "./revision-header.js";
import type { Body } from "./source-text.js";

/** The operations of one direction: of the one database, or of each by its name. */
export type OperationLists =
  readonly AnyOperation[] | Readonly<Record<string, readonly AnyOperation[]>>;

export type RenderRequest = {
  /** Text of the EJS template: the file's frame. */
  readonly template: string;
  /** Where it lies, for messages. */
  readonly templatePath?: string;
  readonly language: "typescript" | "esm" | "commonjs";
  readonly header: RevisionHeader;
  /** Operations, or the statements themselves as code. */
  readonly upgrade: OperationLists | string;
  readonly downgrade: OperationLists | string;
  /** The environment's own way to write an operation. */
  readonly renderItem?: RenderItem;
  /** The kinds of operations that plugins add. */
  readonly kinds?: PluginKinds;
  /** Sentences that are written above the call of an operation. Default: none. */
  readonly remarks?: (operation: AnyOperation) => readonly string[];
  /** Names that the bodies need beyond the template's own imports. */
  readonly imports?: readonly ImportedNames[];
  /** `false`: the file says that no transaction may surround it. */
  readonly transaction?: false;
};

/**
 * The text of a revision file, formatted.
 *
 * Throws `TEMPLATE_FAILED`, `TEMPLATE_INVALID` (the filled template is not valid code), `TEMPLATE_WITHOUT_BODY` (it leaves
 * out a body that has operations).
 *
 * @example
 * await renderRevision({ template, language: "typescript", header, upgrade: operations, downgrade: reverseAll(operations) });
 */
export async function renderRevision(request: RenderRequest): Promise<string> {
  const upgrade = placeBodies("upgrade", request);
  const downgrade = placeBodies("downgrade", request);
  // The template engine and ts-morph, which brings the whole TypeScript compiler: only who renders pays for them.
  const { fillFrame } = await import("./frame.js");
  const { writeSource } = await import("./source-text.js");
  const frame = await fillFrame(
    { text: request.template, path: request.templatePath },
    {
      header: request.header,
      upgrade: upgrade.places,
      downgrade: downgrade.places,
      databases: upgrade.databases,
    },
  );
  return writeSource({
    frame,
    language: request.language,
    bodies: [...upgrade.bodies, ...downgrade.bodies],
    imports: [...(request.imports ?? []), ...upgrade.imports, ...downgrade.imports],
    bare: request.transaction === false,
    invalid: (line, reason) => invalid(request, frame, line, reason),
  });
}

type Placed = {
  readonly places: string | Readonly<Record<string, string>>;
  readonly bodies: readonly Body[];
  readonly databases: readonly string[];
  readonly imports: readonly ImportedNames[];
};

function placeBodies(direction: "upgrade" | "downgrade", request: RenderRequest): Placed {
  const lists = request[direction];
  const imports: ImportedNames[] = [];
  const write = (operations: readonly AnyOperation[], database: string) =>
    layOutStatements(operations, {
      ...compact({
        renderItem: request.renderItem,
        kinds: request.kinds,
        remarks: request.remarks,
      }),
      database,
      needs: (names) => imports.push(...names),
    });
  if (typeof lists === "string" || isList(lists)) {
    const mark = `__${direction}__`;
    const statements = typeof lists === "string" ? [lists] : write(lists, "default");
    const bodies = [{ mark, direction, statements }];
    return { places: `${mark};`, bodies, databases: [], imports };
  }
  const bodies = Object.entries(lists).map(([database, operations], index) => ({
    mark: `__${direction}_${index}__`,
    direction: `${direction} of "${database}"`,
    statements: write(operations, database),
  }));
  const databases = Object.keys(lists);
  const places = databases.map((name, index) => [name, `${bodies[index]?.mark ?? ""};`]);
  return { places: Object.fromEntries(places), bodies, databases, imports };
}

function isList(lists: OperationLists): lists is readonly AnyOperation[] {
  return Array.isArray(lists);
}

function invalid(
  { templatePath }: RenderRequest,
  frame: string,
  line: number,
  reason: string,
): AthanorError {
  const shown =
    templatePath === undefined
      ? "The template of revision files"
      : `The template "${templatePath}"`;
  return new AthanorError({
    code: "TEMPLATE_INVALID",
    message: `${shown} makes code that does not parse, at line ${line} of its result: ${reason}`,
    suggestions: [
      "write values as `<%- literal(value) %>`",
      "compare it with the template that `athanor init` writes",
    ],
    facts: {
      ...compact({ path: templatePath }),
      line,
      reason,
      text: frame.split("\n")[line - 1] ?? "",
    },
  });
}
