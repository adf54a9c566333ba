import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/** The parser; it and the compiler are native libraries, loaded when they are first needed. */
export function loadParser(): typeof import("oxc-parser") {
  return load("oxc-parser") as typeof import("oxc-parser");
}

export function loadCompiler(): typeof import("@swc/core") {
  return load("@swc/core") as typeof import("@swc/core");
}
