// How package managers lay out what is installed: what a package does not depend on it may not find, and what it does may
// lie in a zip.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const dataSource = `import { DataSource, EntitySchema } from "typeorm";
const User = new EntitySchema({ name: "User", tableName: "users", columns: { id: { type: Number, primary: true } } });
export default new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [User] });
`;

const manifest = (more = {}) =>
  JSON.stringify({ name: "bare", private: true, type: "module", ...more });
const needed = ["typeorm@1", "better-sqlite3@12"];
const yarn = ["npx", "--yes", "--package", "@yarnpkg/cli-dist@4", "yarn"];
const pnpm = ["npx", "--yes", "pnpm@10"];

const layouts = [
  {
    name: "Yarn's Plug'n'Play",
    files: { "yarn.lock": "" },
    install: (tarball) => [[...yarn, "add", `athanor@file:${tarball}`, ...needed]],
    athanor: [...yarn, "athanor"],
    // The registry is npm's; what is compiled at installation is not needed here.
    environment: (registry) => ({
      YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ""),
      YARN_ENABLE_SCRIPTS: "false",
      YARN_ENABLE_TELEMETRY: "0",
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    }),
  },
  {
    name: "pnpm, nothing hoisted",
    files: { ".npmrc": "hoist=false\n", "pnpm-workspace.yaml": "packages: []\n" },
    install: (tarball) => [[...pnpm, "add", "--ignore-scripts", tarball, ...needed]],
    athanor: [...pnpm, "exec", "athanor"],
  },
  ...["hoisted", "nested"].map((strategy) => ({
    name: `npm workspaces, TypeORM ${strategy}`,
    root: { workspaces: ["apps/*"] },
    app: "apps/api",
    install: (tarball) => [
      [
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        `--install-strategy=${strategy}`,
        "--workspace",
        "apps/api",
        tarball,
        ...needed,
      ],
    ],
    athanor: ["npx", "--no-install", "athanor"],
  })),
];

/** Types the commands that need no database, and so no driver that is compiled. */
export function useLayouts({ step, run, tarball, place }) {
  const registry = run("npm", ["config", "get", "registry"], dirname(tarball)).trim();
  for (const [index, layout] of layouts.entries()) {
    const root = `${place}-${index}`;
    const folder = join(root, layout.app ?? "");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(root, "package.json"), manifest(layout.root));
    if (layout.app !== undefined)
      writeFileSync(join(folder, "package.json"), manifest({ name: "api" }));
    for (const [path, text] of Object.entries(layout.files ?? {}))
      writeFileSync(join(root, path), text);
    writeFileSync(join(folder, "data-source.ts"), dataSource);
    const environment = layout.environment?.(registry) ?? {};
    const type = ([program, ...words], at) => run(program, words, at, environment);
    step(`${layout.name}: it installs, reads the project and writes SQL`, () => {
      for (const command of layout.install(tarball)) type(command, root);
      const athanor = (...args) => type([...layout.athanor, ...args], folder);
      athanor("init", "-d", "data-source.ts");
      athanor("revision", "-m", "first", "--rev-id", "aaaa");
      assert.match(athanor("history"), /aaaa/);
      assert.match(athanor("upgrade", "head", "--sql"), /athanor_version/);
    });
  }
}
