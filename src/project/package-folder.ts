import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of Athanor's own package: two folders up in the sources, three in the built package. */
export function packageFolder(): string {
  const [near = "", far = ""] = ["../..", "../../.."].map((above) =>
    fileURLToPath(new URL(above, import.meta.url)),
  );
  return existsSync(join(near, "package.json")) ? near : far;
}

/** Absolute path of the templates that `init` copies: one folder each. */
export function templatesFolder(): string {
  return join(packageFolder(), "templates");
}

export function packageVersion(): string {
  const require = createRequire(import.meta.url);
  const manifest = require(join(packageFolder(), "package.json")) as { readonly version: string };
  return manifest.version;
}
