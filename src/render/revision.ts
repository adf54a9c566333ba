import { AthanorError } from "../error/athanor-error.js";
import type { Operation } from "../operation/operation.js";
import type { RevisionHeader } from "./revision-header.js";
import type { Body, ImportRequest } from "./source-text.js";

/** The operations of one direction: of the one database, or of each by its name. */
export type OperationLists = readonly Operation[] | Readonly<Record<string, readonly Operation[]>>;

export type RenderRequest = {
  /** Text of the EJS template: the file's frame. */
  readonly template: string;
  readonly language: "typescript" | "esm" | "commonjs";
  readonly header: RevisionHeader;
  /** Operations, or the statements themselves as code. */
  readonly upgrade: OperationLists | string;
  readonly downgrade: OperationLists | string;
  /** Names that the bodies need beyond the template's own imports. */
  readonly imports?: readonly ImportRequest[];
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
  const upgrade = placeBodies("upgrade", request.upgrade);
  const downgrade = placeBodies("downgrade", request.downgrade);
  // The template engine and ts-morph, which brings the whole TypeScript compiler: only who renders pays for them.
  const { fillFrame } = await import("./frame.js");
  const { writeSource } = await import("./source-text.js");
  const frame = fillFrame(request.template, {
    header: request.header,
    upgrade: upgrade.places,
    downgrade: downgrade.places,
    databases: upgrade.databases,
  });
  return writeSource({
    frame,
    language: request.language,
    bodies: [...upgrade.bodies, ...downgrade.bodies],
    imports: request.imports ?? [],
    bare: request.transaction === false,
    invalid: (line, reason) => invalid(frame, line, reason),
  });
}

type Placed = {
  readonly places: string | Readonly<Record<string, string>>;
  readonly bodies: readonly Body[];
  readonly databases: readonly string[];
};

function placeBodies(direction: string, lists: OperationLists | string): Placed {
  if (typeof lists === "string" || isList(lists)) {
    const mark = `__${direction}__`;
    const held =
      typeof lists === "string" ? { operations: [], code: lists } : { operations: lists };
    return { places: `${mark};`, bodies: [{ mark, direction, ...held }], databases: [] };
  }
  const bodies = Object.entries(lists).map(([database, operations], index) => ({
    mark: `__${direction}_${index}__`,
    direction: `${direction} of "${database}"`,
    operations,
  }));
  const databases = Object.keys(lists);
  const places = databases.map((name, index) => [name, `${bodies[index]?.mark ?? ""};`]);
  return { places: Object.fromEntries(places), bodies, databases };
}

function isList(lists: OperationLists): lists is readonly Operation[] {
  return Array.isArray(lists);
}

function invalid(frame: string, line: number, reason: string): AthanorError {
  return new AthanorError({
    code: "TEMPLATE_INVALID",
    message: `The template of revision files makes code that does not parse, at line ${line} of its result: ${reason}`,
    suggestions: [
      "write values as `<%- literal(value) %>`",
      "compare it with the template that `athanor init` writes",
    ],
    facts: { line, reason, text: frame.split("\n")[line - 1] ?? "" },
  });
}
