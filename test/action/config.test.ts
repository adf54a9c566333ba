import { join } from "node:path";
import { expect } from "chai";
import { config } from "../../src/action/config.js";
import type { ConfigValue } from "../../src/project/config-value.js";
import type { ProjectOptions } from "../../src/project/project.js";
import { withProject, type Files } from "../support/project.js";

const plugin = JSON.stringify(new URL("../../plugin/typeorm/index.ts", import.meta.url).pathname);

const files: Files = {
  "package.json": `{ "type": "module" }`,
  "athanor.config.json": JSON.stringify({
    truncateSlugLength: 20,
    timezone: "Europe/Berlin",
    environments: { staging: { truncateSlugLength: 30 } },
  }),
  "source.ts": `
import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: "postgres://app:hunter2@db/shop", extra: { password: "hunter2" } });
`,
  "migrations/env.ts": `
import { typeorm } from ${plugin};
import source from "../source.js";
export default { databases: { main: typeorm(source) }, lock: { timeout: "5s" }, includeName: function onlyOurs() { return true; } };
`,
};

/** Value and origin of each key. */
async function valuesOf(
  options: ProjectOptions,
  changed: Files = {},
): Promise<ReadonlyMap<string, ConfigValue>> {
  return withProject({ ...files, ...changed }, async (root) => {
    const { values } = await config({ cwd: root, ...options });
    const told = JSON.parse(JSON.stringify(values).replaceAll(root, "")) as readonly ConfigValue[];
    return new Map(told.map((value) => [value.key, value]));
  });
}

const expected: Readonly<Record<string, Omit<ConfigValue, "key">>> = {
  config: { value: "/athanor.config.json", origin: "default" },
  name: { value: "staging", origin: "flag", source: "--name" },
  scriptLocation: { value: "/migrations", origin: "default" },
  timezone: { value: "Europe/Berlin", origin: "file", source: "/athanor.config.json" },
  truncateSlugLength: {
    value: 30,
    origin: "environment",
    source: "environments.staging of /athanor.config.json",
  },
  env: { value: "/migrations/env.ts", origin: "default" },
  "databases.main.url": {
    value: "postgres://app:***@db/shop",
    origin: "file",
    source: "/migrations/env.ts",
  },
  versionTable: { value: "athanor_version", origin: "default" },
  "lock.timeout": { value: 5000, origin: "file", source: "/migrations/env.ts" },
  "lock.kind": { value: "session", origin: "default" },
  includeName: { value: "onlyOurs", origin: "file", source: "/migrations/env.ts" },
  schemas: { value: null, origin: "default" },
  "arguments.tenant": { value: "a", origin: "flag", source: "-x" },
  "arguments.password": { value: "***", origin: "flag", source: "-x" },
};

describe("the effective configuration", () => {
  let values: ReadonlyMap<string, ConfigValue>;
  before(async () => {
    values = await valuesOf({ name: "staging", arguments: { tenant: "a", password: "hunter2" } });
  });

  for (const [key, value] of Object.entries(expected)) {
    it(`tells ${key}: ${value.origin}`, () => {
      expect(values.get(key)).to.deep.equal({ key, ...value });
    });
  }

  it("tells no password", () => {
    expect(JSON.stringify([...values])).to.not.include("hunter2");
  });

  it("says which flag named the file and the data source", async () => {
    const given = await valuesOf({ config: "athanor.config.json", dataSource: "source.ts" });
    expect(given.get("config")?.source).to.equal("--config");
    expect(given.get("databases.default.url")?.source).to.equal("--data-source");
  });

  it("says which environment variable named the file", async () => {
    const env = { ATHANOR_CONFIG: "other.json" };
    const given = await valuesOf({ world: { env } }, { "other.json": "{}" });
    expect(given.get("config")).to.include({ origin: "variable", source: "ATHANOR_CONFIG" });
  });

  it("says what the caller of the library gave", async () => {
    const given = await valuesOf({ versionLocations: ["elsewhere"] });
    expect(given.get("versionLocations")).to.deep.include({
      value: ["/elsewhere"],
      origin: "option",
    });
  });

  it("is told of a project without env.ts too, with a note", () =>
    withProject({ "package.json": "{}" }, async (root) => {
      const { notes } = await config({ cwd: root });
      expect(notes).to.deep.equal([
        `There is no env.ts in "${join(root, "migrations")}", and no data source was named.`,
      ]);
    }));
});
