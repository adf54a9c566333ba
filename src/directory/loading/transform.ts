import { extname } from "node:path";
import type { Options, Output } from "@swc/core";
import { loadCompiler } from "./native.js";
import type { Project } from "./project.js";

/** What the code is made for. */
export type TransformRequest = {
  readonly path: string;
  readonly source: string;
  readonly project: Project;
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
    module: { type: "commonjs", noInterop: !request.project.interop },
  };
}

/** TypeScript to CommonJS, one file at a time, decorators and the types of their members kept. */
export function transform(request: TransformRequest): Output {
  return loadCompiler().transformSync(request.source, optionsOf(request));
}

/** What the code that {@link transform} gives requires, in order; its support functions too. */
export function requiredSpecifiers(code: string): readonly string[] {
  const found = code.matchAll(/\brequire\("((?:[^"\\]|\\.)+)"\)/g);
  return [...new Set([...found].map(([, text]) => JSON.parse(`"${text ?? ""}"`) as string))];
}
