import { extname } from "node:path";
import type { Options, Output } from "@swc/core";
import { loadCompiler, loadParser } from "./native.js";
import type { Project } from "./project.js";

/** What the code is made for. */
export type TransformRequest = {
  readonly path: string;
  readonly source: string;
  readonly project: Project;
  /** `import x from "cjs"` means `module.exports`, not its property `default`: as the project says, in an ES module always. */
  readonly interop: boolean;
  /** Default true. Without it, imports go that only the types of decorated members need. */
  readonly metadata?: boolean;
  /** Default false. */
  readonly sourceMap?: boolean;
};

function optionsOf(request: TransformRequest): Options {
  const tsx = extname(request.path) === ".tsx";
  return {
    filename: request.path,
    swcrc: false,
    configFile: false,
    sourceMaps: request.sourceMap ?? false,
    jsc: {
      // Every Node that Athanor runs on has it, whatever the project compiles for.
      target: "es2022",
      keepClassNames: true,
      externalHelpers: true,
      parser: { syntax: "typescript", decorators: true, tsx },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: request.metadata ?? true,
        useDefineForClassFields: request.project.defineFields,
      },
    },
    module: { type: "commonjs", noInterop: !request.interop },
  };
}

const isEsModule = ({ path, source }: TransformRequest): boolean =>
  /\bexport\b/u.test(source) && loadParser().parseSync(path, source).module.hasModuleSyntax;

/** `tsc` marks what was an ES module whether or not it interoperates; the compiler here does only where it does. */
function mark({ code, map }: Output): Output {
  const marked = `Object.defineProperty(exports, "__esModule", { value: true });`;
  return {
    code: code.replace(/^"use strict";/, (strict) => `${strict}${marked}`),
    ...(map === undefined ? {} : { map }),
  };
}

/** TypeScript to CommonJS, one file at a time, decorators and the types of their members kept. */
export function transform(request: TransformRequest): Output {
  const output = loadCompiler().transformSync(request.source, optionsOf(request));
  return !request.interop && isEsModule(request) ? mark(output) : output;
}

/** What the code that {@link transform} gives requires, in order; its support functions too. */
export function requiredSpecifiers(code: string): readonly string[] {
  const found = code.matchAll(/\brequire\("((?:[^"\\]|\\.)+)"\)/g);
  return [...new Set([...found].map(([, text]) => JSON.parse(`"${text ?? ""}"`) as string))];
}
