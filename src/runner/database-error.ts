import type { DatabaseError } from "../plugin/session.js";
import { compact } from "../schema/compact.js";
import { messageOf } from "../error/thrown.js";

/** Reads what drivers put on their errors, through the wrappers an ORM puts around them. */
export function readDatabaseError(error: unknown): DatabaseError {
  const layers = [...layersOf(error)];
  const innermost = layers.at(-1);
  const read = (key: string): string | undefined => {
    const holder = layers.find((layer) => textOf(layer[key]) !== undefined);
    return holder === undefined ? undefined : textOf(holder[key]);
  };
  return compact({
    message: textOf(innermost?.["message"]) ?? messageOf(error),
    // A driver has no names for what is newer than itself.
    code: read("code") ?? read("errno"),
    detail: read("detail"),
    hint: read("hint"),
    position: read("position"),
  });
}

/** An ORM's error holds the driver's in `driverError`, others in `cause`. */
function* layersOf(error: unknown): Generator<Readonly<Record<string, unknown>>> {
  const seen = new Set<unknown>();
  let current = error;
  while (typeof current === "object" && current !== null && !seen.has(current)) {
    seen.add(current);
    const layer = current as Readonly<Record<string, unknown>>;
    yield layer;
    current = layer["driverError"] ?? layer["cause"];
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
