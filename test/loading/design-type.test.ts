import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { createLoader } from "../../src/loading/load-module.js";
import { withProject, type Files } from "../support/project.js";

/** Members of a class, as written, that a compiler of one file at a time cannot tell. */
const members: readonly string[] = [
  "text: string",
  "maybe: string | null",
  "maybeNumber: number | undefined",
  "when: Date",
  "maybeWhen: Date | null",
  "status: Status",
  "maybeStatus: Status | null",
  "level: Level",
  "constant: Constant",
  "mixed: Mixed",
  "computed: Computed",
  "member: Status.Active",
  "size: Size",
  "count: Count",
  "nested: Nested",
  "defaulted: Defaulted",
  "renamed: Other",
  "throughBarrel: Deep",
  "throughPaths: Mapped",
  "shape: Shape",
  "shapes: Shape[]",
  "listed: Listed",
  "keyed: Keyed",
  "held: Held",
  "same: Same",
  "local: Local",
  "localEnum: LocalEnum",
  "callback: Callback",
  "callable: Callable",
  "part: Exclude<Size, 'large'>",
  "present: NonNullable<Size>",
  "record: Record<string, number>",
  "tuple: Tuple",
  "flag: Flag",
  "big: Big",
  "pattern: Pattern",
  "literal: 1 | 2",
  "nothing: null",
  "point: { x: number }",
  "anything: any",
  "other: Circle",
  "others: Circle[]",
  "declared: Ambient",
];

const files: Files = {
  "package.json": "{}",
  "mapped/kind.ts": "export type Mapped = 'x' | 'y';",
  "types/deep.ts": "export type Deep = Length; type Length = 1 | 2;",
  "types/index.ts": "export * from './deep'; export { Size as Other } from '../types';",
  "ambient.d.ts": "export type Ambient = 'here' | 'there';",
  "circle.ts": `import { Entity } from './entity'; export class Circle { entity?: Entity; }`,
  "types.ts": `
    export enum Status { Active = "active", Gone = "gone" }
    export enum Level { Low, High = 5 }
    export const enum Constant { A = "a" }
    export enum Mixed { A = "a", B = 1 }
    export enum Computed { A = 1 << 2, B = A | 1 }
    export type Size = "small" | "large";
    export type Count = number;
    export type Nested = Size | "huge";
    export interface Shape { x: number }
    const sizes = ["a", "b"] as const;
    export type Listed = (typeof sizes)[number];
    export const table = { a: 1, b: 2 } as const;
    export type Keyed = keyof typeof table;
    export type Held = (typeof table)[keyof typeof table];
    export type Same = Count;
    export type Callback = () => void; export type Callable = { (): void };
    export type Tuple = [number, string];
    export type Flag = boolean;
    export type Big = bigint;
    export type Pattern = \`a\${string}\`;
    type Defaulted = "one" | "two";
    export default Defaulted;`,
  "entity.ts": `
    import "reflect-metadata";
    import Defaulted, { Status, Level, Constant, Mixed, Computed, Size, Count, Nested, Shape, Listed, Keyed, Held, Same, Callback, Callable, Tuple, Flag, Big, Pattern } from "./types";
    import { Deep, Other } from "./types/index";
    import { Mapped } from "@mapped/kind";
    import { Circle } from "./circle";
    import { Ambient } from "./ambient";
    type Local = "a" | "b";
    enum LocalEnum { A = "a" }
    const decorate = (): PropertyDecorator => () => undefined;
    export class Entity {
      ${members.map((member) => `@decorate() ${member};`).join("\n")}
    }
    export const designTypes = (): unknown[] => ${JSON.stringify(members.map((member) => member.split(":")[0]))}
      .map((name) => name + ": " + ((Reflect as any).getMetadata("design:type", Entity.prototype, name)?.name ?? "void"));`,
};

/** What the TypeScript compiler itself, which knows all the files, makes of it. */
function compile(root: string, strict: boolean): void {
  const { options } = ts.parseJsonConfigFileContent(
    JSON.parse(configuration(strict)),
    ts.sys,
    root,
  );
  ts.createProgram([join(root, "entity.ts")], { ...options, outDir: join(root, "out") }).emit();
}

const configuration = (strict: boolean): string =>
  JSON.stringify({
    compilerOptions: {
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node",
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      esModuleInterop: true,
      useDefineForClassFields: false,
      skipLibCheck: true,
      types: [],
      strict,
      paths: { "@mapped/*": ["./mapped/*"] },
    },
  });

/** `paths` mean nothing to Node: the compiled code names the file. */
const mapped = `Object.assign(exports, {});`;

describe("the types of decorated members", () => {
  for (const strict of [true, false]) {
    it(`are those that the TypeScript compiler writes, ${strict ? "strict" : "not strict"}`, async () => {
      const project = { ...files, "tsconfig.json": configuration(strict) };
      await withProject(
        { ...project, "out/node_modules/@mapped/kind.js": mapped },
        async (root) => {
          compile(root, strict);
          const compiled = createRequire(import.meta.url)(join(root, "out/entity.js")) as {
            designTypes(): unknown;
          };
          const loaded = await createLoader({ root }).load("entity.ts");
          const designTypes = loaded["designTypes"] as () => unknown;
          expect(designTypes()).to.deep.equal(compiled.designTypes());
        },
      );
    });
  }
});
