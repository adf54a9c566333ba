import type { Server } from "../../src/plugin/catalog.js";

/** `8.0.36`, `10.11.6-MariaDB-log` as the one number that `Server.version` is. */
export function versionNumber(text: string): number {
  const [major = 0, minor = 0, patch = 0] = text
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return major * 10000 + minor * 100 + patch;
}

/**
 * The question whether a server is of this version or a newer one: `since("3.35")`; where one dialect speaks to several
 * products, of the named one only: `since("mariadb 10.6")`.
 */
export function since(first: string): (server: Pick<Server, "product" | "version">) => boolean {
  const [product, digits] = first.includes(" ") ? first.split(" ") : [undefined, first];
  const version = versionNumber(digits ?? "");
  return (server) =>
    (product === undefined || server.product === product) && server.version >= version;
}
