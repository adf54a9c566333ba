import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { DataSource } from "typeorm";
import { createLoader } from "../../src/loading/load-module.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withProject, type Files } from "../support/project.js";

type Exports = Readonly<Record<string, unknown>>;

const load = (files: Files, path: string): Promise<Exports> =>
  withProject(files, (root) => createLoader({ root }).load(path));

async function failure(files: Files, path: string): Promise<AthanorError> {
  const thrown: unknown = await load(files, path).catch((caught: unknown) => caught);
  if (thrown instanceof AthanorError) return thrown;
  throw new Error(`No AthanorError, but: ${String(thrown)}`);
}

/** The columns of each entity: `User.name varchar`. */
async function columns(files: Files, path = "data-source.ts"): Promise<readonly string[]> {
  const dataSource = await withProject(files, async (root) => {
    const loader = createLoader({ root });
    const { dataSource: loaded } = await loader.load(path);
    loader.answerForeignImports();
    if (!(loaded instanceof DataSource)) throw new Error("No DataSource of this TypeORM.");
    await (loaded as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
    return loaded;
  });
  return dataSource.entityMetadatas.flatMap((metadata) =>
    metadata.columns.map(
      (column) =>
        `${metadata.name}.${column.databaseName} ${dataSource.driver.normalizeType(column)}`,
    ),
  );
}

const decorators = `{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true`;
const tsconfig = (more = ""): string => `${decorators}, "esModuleInterop": true ${more} } }`;
const commonjs = { "package.json": "{}", "tsconfig.json": tsconfig() };
const esm = {
  "package.json": `{ "type": "module" }`,
  "tsconfig.json": tsconfig(`, "module": "nodenext", "strict": true`),
};

const dataSource = (imports: string, entities: string): string =>
  `import "reflect-metadata"; import { DataSource } from "typeorm"; ${imports}
   export const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:", entities: ${entities} });`;

const entity = (name: string, body: string, imports = ""): string =>
  `import { Entity, PrimaryGeneratedColumn, Column, ManyToOne, OneToMany, Relation } from "typeorm"; ${imports}
   @Entity() export class ${name} { @PrimaryGeneratedColumn() id: number; ${body} }`;

const user = (extension: string): string =>
  entity(
    "User",
    "@Column() name: string; @OneToMany(() => Post, (post) => post.author) posts: Post[]; @ManyToOne(() => Post) pinned: Post;",
    `import { Post } from "./post${extension}";`,
  );
const post = (extension: string): string =>
  entity(
    "Post",
    "@Column() at: Date; @ManyToOne(() => User, (user) => user.posts) author: User;",
    `import { User } from "./user${extension}";`,
  );

const blog = [
  "User.id integer",
  "User.name varchar",
  "User.pinnedId integer",
  "Post.id integer",
  "Post.at datetime",
  "Post.authorId integer",
];

const imports = (extension: string): string =>
  `import { User } from "./user${extension}"; import { Post } from "./post${extension}";`;

const projects: Readonly<Record<string, Files>> = {
  "TypeScript, CommonJS, entities that import one another": {
    ...commonjs,
    "data-source.ts": dataSource(imports(""), "[User, Post]"),
    "user.ts": user(""),
    "post.ts": post(""),
  },
  "TypeScript, ES modules, entities that import one another by .js specifiers": {
    ...esm,
    "data-source.ts": dataSource(imports(".js"), "[User, Post]"),
    "user.ts": user(".js"),
    "post.ts": post(".js"),
  },
  "TypeScript without a tsconfig.json": {
    "package.json": "{}",
    "data-source.ts": dataSource(imports(""), "[User, Post]"),
    "user.ts": user(""),
    "post.ts": post(""),
  },
  "tsconfig.json with paths": {
    ...commonjs,
    "tsconfig.json": tsconfig(`, "paths": { "@entity/*": ["./src/entity/*"] }`),
    "data-source.ts": dataSource(
      `import { User } from "@entity/user"; import { Post } from "@entity/post";`,
      "[User, Post]",
    ),
    "src/entity/user.ts": user(""),
    "src/entity/post.ts": post(""),
  },
  "tsconfig.json with baseUrl, through extends": {
    ...commonjs,
    "base.json": tsconfig(`, "baseUrl": "./src"`),
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "data-source.ts": dataSource(
      `import { User } from "entity/user"; import { Post } from "entity/post";`,
      "[User, Post]",
    ),
    "src/entity/user.ts": user(""),
    "src/entity/post.ts": post(""),
  },
  "entities by glob, CommonJS": {
    ...commonjs,
    "data-source.ts": dataSource("", "[__dirname + '/entity/*.ts']"),
    "entity/user.ts": user(""),
    "entity/post.ts": post(""),
  },
  "entities by glob, ES modules": {
    ...esm,
    "data-source.ts": dataSource("", "[import.meta.dirname + '/entity/*.ts']"),
    "entity/user.ts": user(".js"),
    "entity/post.ts": post(".js"),
  },
};

describe("createLoader", () => {
  for (const [kind, files] of Object.entries(projects)) {
    it(`keeps the types of undeclared columns: ${kind}`, async () => {
      expect([...(await columns(files))].sort()).to.deep.equal([...blog].sort());
    });
  }

  for (const [manifest, options] of [
    [`{}`, `{}`],
    [`{}`, `{ "module": "commonjs" }`],
    [`{}`, `{ "module": "commonjs", "esModuleInterop": false }`],
    [`{ "type": "module" }`, `{}`],
    [`{ "type": "module" }`, `{ "module": "nodenext" }`],
  ] as const) {
    it(`gives the exports of a module, the default one too: ${manifest}, ${options}`, async () => {
      const files = {
        "package.json": manifest,
        "tsconfig.json": `{ "compilerOptions": ${options} }`,
        "a.ts": `import b, { c } from "./b.js"; export default b; export const d = c;`,
        "b.ts": `export default "b"; export const c = "c";`,
      };
      const { default: main, d } = await load(files, "a.ts");
      expect([main, d]).to.deep.equal(["b", "c"]);
    });
  }

  it("gives the user's code the very TypeORM that Node gives it", async () => {
    const { own } = await load(
      {
        ...commonjs,
        "a.ts": `import { DataSource } from "typeorm"; export const own = DataSource;`,
      },
      "a.ts",
    );
    expect(own).to.equal(DataSource);
  });

  it("gives ES modules the very TypeORM that Node gives them", async () => {
    const { own } = await load(
      { ...esm, "a.ts": `import { DataSource } from "typeorm"; export const own = DataSource;` },
      "a.ts",
    );
    expect(own).to.equal(DataSource);
  });

  it("runs the TypeScript of values: enums, constant enums, namespaces, parameter properties", async () => {
    const { all } = await load(
      {
        ...commonjs,
        "b.ts": "export const enum Size { Small = 1, Large }",
        "a.ts": `
          import { Size } from "./b";
          enum Color { Red = "red" }
          namespace Shape { export const sides = 3; }
          class Point { constructor(readonly x: number) {} }
          export const all = [Size.Large, Color.Red, Shape.sides, new Point(4).x];`,
      },
      "a.ts",
    );
    expect(all).to.deep.equal([2, "red", 3, 4]);
  });

  it("awaits what an ES module awaits at its top", async () => {
    const { late } = await load(
      {
        ...esm,
        "a.ts": `import { value } from "./b.js"; export const late = value + 1;`,
        "b.ts": `export const value = await Promise.resolve(1);`,
      },
      "a.ts",
    );
    expect(late).to.equal(2);
  });

  it("imports at run time, TypeScript and packages", async () => {
    const { all } = await load(
      {
        ...esm,
        "a.ts": `const { b } = await import("./b.js"); const chai = await import("chai"); export const all = [b, typeof chai.expect];`,
        "b.ts": `export const b: number = 1;`,
      },
      "a.ts",
    );
    expect(all).to.deep.equal([1, "function"]);
  });

  for (const project of [commonjs, esm]) {
    it(`loads from a folder with any character in its name: ${project["package.json"]}`, async () => {
      const folder = "a\\b #c%20?d \u{1f600}";
      const files = {
        ...project,
        [`${folder}/user.ts`]: entity("User", ""),
        [`${folder}/a.ts`]: dataSource(`import { User } from "./user.js";`, "[User]"),
      };
      expect(await columns(files, `${folder}/a.ts`)).to.deep.equal(["User.id integer"]);
    });
  }

  it("knows a file by one name, whatever link leads to its folder", async () => {
    const files = {
      ...esm,
      "a.ts": `export { b } from "./link/b.js";`,
      "src/b.ts": `import { parseArgsStringToArgv } from "string-argv"; export const b = { words: parseArgsStringToArgv("x") };`,
    };
    await withProject(files, async (root) => {
      await symlink(join(root, "src"), join(root, "link"));
      const { load: loadFile } = createLoader({ root });
      const [byLink, byFolder] = [await loadFile("a.ts"), await loadFile("src/b.ts")];
      expect(byLink["b"]).to.equal(byFolder["b"]);
    });
  });

  it("gives ES modules import.meta", async () => {
    await withProject(
      { ...esm, "a.ts": "export const here = [import.meta.url, import.meta.dirname];" },
      async (root) => {
        const { here } = await createLoader({ root }).load("a.ts");
        expect(here).to.deep.equal([`file://${root}/a.ts`, root]);
      },
    );
  });

  it("gives ES modules the default export as Node does", async () => {
    const { same } = await load(
      {
        ...esm,
        "a.ts": `import one from "./one.cjs"; import two from "./two.js"; import three from "./three.js"; export const same = [one, two, three];`,
        "one.cjs": "exports.__esModule = true; exports.default = 1;",
        "two.js": "export default 2;",
        "three.ts": "export default 3;",
      },
      "a.ts",
    );
    expect(same).to.deep.equal([{ __esModule: true, default: 1 }, 2, 3]);
  });

  it("loads .mts, .cts, .mjs, .cjs and .json side by side", async () => {
    const { all } = await load(
      {
        ...commonjs,
        "a.mts": `import { b } from "./b.cjs"; import { c } from "./c.mjs"; import d from "./d.cjs"; import e from "./e.json"; export const all = [b, c, d, e];`,
        "b.cts": "export const b = 1;",
        "c.mjs": "export const c = 2;",
        "d.cjs": "module.exports = 3;",
        "e.json": "[4]",
      },
      "a.mts",
    );
    expect(all).to.deep.equal([1, 2, 3, [4]]);
  });

  it("loads JavaScript, CommonJS and ES modules", async () => {
    const cjs = await load({ "package.json": "{}", "a.js": "module.exports = { a: 1 };" }, "a.js");
    const mjs = await load(
      { "package.json": `{ "type": "module" }`, "a.js": "export const a = 1;" },
      "a.js",
    );
    expect([cjs["a"], mjs["a"]]).to.deep.equal([1, 1]);
  });

  it("does without packages that hold only types", async () => {
    const files = {
      ...commonjs,
      "data-source.ts": dataSource(`import { Place } from "./place";`, "[Place]"),
      "place.ts": entity(
        "Place",
        `@Column("text") point: Point;`,
        `import { Point } from "geojson-of-types";`,
      ),
    };
    expect(await columns(files)).to.deep.equal(["Place.id integer", "Place.point text"]);
  });

  it("names the file, the line and the word of a syntax error", async () => {
    const error = await failure(
      { ...commonjs, "a.ts": "export const a = 1;\nexport const = 2;" },
      "a.ts",
    );
    expect(error.code).to.equal("SYNTAX_ERROR");
    expect(error.message).to.match(/a\.ts:2:14" is not valid TypeScript: Unexpected token/);
  });

  const awaiting = `Reflect.set(globalThis, "ran", true);
const wait = async (): Promise<void> => { await null; };
export const ready = await wait();`;

  it("refuses CommonJS that awaits at its top, and runs none of it", async () => {
    const thrown = await failure({ ...commonjs, "a.ts": awaiting }, "a.ts");
    expect(thrown.code).to.equal("SYNTAX_ERROR");
    expect(thrown.message).to.match(/a\.ts:3:22" awaits at the top of the file/);
    expect(Reflect.get(globalThis, "ran")).to.equal(undefined);
  });

  it("refuses to require an ES module that awaits at its top", async () => {
    const files = { "a.ts": `export { ready } from "./b.mjs";`, "b.mts": awaiting };
    const thrown = await failure({ ...commonjs, ...files }, "a.ts");
    expect(thrown.code).to.equal("SYNTAX_ERROR");
    expect(thrown.message).to.match(/b\.mts:3:22" .* a CommonJS file requires it/);
  });

  it("names the import that is missing and the file that has it", async () => {
    for (const project of [commonjs, esm]) {
      const error = await failure(
        {
          ...project,
          "a.ts": `import "./b.js";`,
          "b.ts": `import { x } from "./nowhere.js"; export const b = x;`,
        },
        "a.ts",
      );
      expect(error.code).to.equal("MODULE_NOT_FOUND");
      expect(error.message).to.match(
        /^"\.\/nowhere\.js", imported by "\S+\/b\.ts", cannot be found\.$/,
      );
    }
  });

  it("names the package that is missing", async () => {
    for (const project of [commonjs, esm]) {
      const error = await failure(
        { ...project, "a.ts": `import { x } from "no-such-package"; x();` },
        "a.ts",
      );
      expect(error.message).to.match(
        /^"no-such-package", imported by "\S+\/a\.ts", cannot be found\.$/,
      );
    }
  });

  it("keeps the user's error and shows the line as written", async () => {
    const source = `interface Long {\n  a: string;\n}\n\nexport function fail(): Long {\n  throw new RangeError("too far");\n}\nfail();\n`;
    for (const project of [commonjs, esm]) {
      const error = await failure({ ...project, "a.ts": source }, "a.ts");
      expect(error.code).to.equal("USER_CODE_FAILED");
      expect(error.message).to.match(/too far \(\S+a\.ts:6:9\)$/);
      expect(error.cause).to.be.instanceOf(RangeError);
      expect((error.cause as Error).stack).to.match(/a\.ts:6:9[\s\S]*a\.ts:8:1/);
    }
  });
});
