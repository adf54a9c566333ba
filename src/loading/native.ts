import { createRequire } from "node:module";

/** Where the bundle has the parser, which it takes in; not there in the sources. */
declare const PARSER: string | undefined;

const load = createRequire(import.meta.url);
const parser = typeof PARSER === "undefined" ? "oxc-parser" : PARSER;

/** The parser; it and the compiler are native libraries, loaded when they are first needed. */
export function loadParser(): Pick<typeof import("oxc-parser"), "parseSync"> {
  return load(parser) as typeof import("oxc-parser");
}

export function loadCompiler(): typeof import("@swc/core") {
  return load("@swc/core") as typeof import("@swc/core");
}
