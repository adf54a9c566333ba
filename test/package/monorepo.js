// A team with npm workspaces: the entities in one package, as TypeScript, the data source and the revisions in another.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "./write-files.js";

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const tsconfig = json({ extends: "../../tsconfig.base.json", include: ["src"] });

const files = {
  "package.json": json({ name: "acme", private: true, workspaces: ["packages/*"] }),
  "tsconfig.base.json": json({
    compilerOptions: {
      target: "es2022",
      module: "commonjs",
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      strict: true,
      skipLibCheck: true,
    },
  }),
  "packages/entities/package.json": json({
    name: "@acme/entities",
    version: "1.0.0",
    main: "src/index.ts",
  }),
  "packages/entities/tsconfig.json": tsconfig,
  "packages/entities/src/index.ts": `export { User } from "./user";\n`,
  "packages/entities/src/user.ts": `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 50 })
  name!: string;
}
`,
  "packages/api/package.json": json({
    name: "@acme/api",
    version: "1.0.0",
    scripts: { current: "athanor current" },
    dependencies: { "@acme/entities": "*" },
  }),
  "packages/api/tsconfig.json": tsconfig,
  "packages/api/src/data-source.ts": `import { join } from "node:path";
import { User } from "@acme/entities";
import { DataSource } from "typeorm";

export const dataSource = new DataSource({
  type: "better-sqlite3",
  database: join(__dirname, "../app.sqlite"),
  entities: [User],
});
`,
};

/** Takes such a project there and back, from the package and from the root. */
export function walkMonorepo({ place, run, step }) {
  writeFiles(place, files);
  run("npm", ["install", "--no-audit", "--no-fund", "--offline"], place);
  const api = join(place, "packages/api");
  const inPackage = (...words) => run("npx", ["--no-install", "athanor", ...words], api);
  const atRoot = (...words) =>
    run(
      "npx",
      ["--no-install", "athanor", ...words, "-c", "packages/api/athanor.config.ts"],
      place,
    );
  const change = (from, to) => {
    const path = join(place, "packages/entities/src/user.ts");
    writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
  };

  step("npm workspaces: a revision of the other package's entities, from the folder", () => {
    inPackage("init");
    inPackage("revision", "--autogenerate", "-m", "create users");
    inPackage("upgrade", "head");
    inPackage("check");
  });
  step("npm workspaces: the next revision, from the root with -c", () => {
    change(/\}\n$/, "\n  @Column({ default: 0 })\n  age!: number;\n}\n");
    atRoot("revision", "--autogenerate", "-m", "ages");
    atRoot("upgrade", "head");
    atRoot("check");
    assert.ok(!existsSync(join(place, "migrations")), "it wrote into the root");
  });
  step("npm workspaces: downgrade from the folder and from the root, and up again", () => {
    inPackage("downgrade", "-1", "--allow-destructive");
    atRoot("downgrade", "base", "--allow-destructive");
    inPackage("upgrade", "head");
    assert.match(run("npm", ["run", "current", "-w", "@acme/api"], place), /head/);
    atRoot("check");
  });
}
