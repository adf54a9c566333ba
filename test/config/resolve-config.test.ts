import * as fileSystem from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { resolveConfig, type ConfigRequest } from "../../src/config/resolve-config.js";
import type { ResolvedConfig } from "../../src/config/resolved-config.js";
import { createLoader } from "../../src/loading/load-module.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withProject, type Files } from "../support/project.js";

type Change = (root: string) => Partial<ConfigRequest>;

function resolveIn(files: Files, change: Change = () => ({})): Promise<[ResolvedConfig, string]> {
  return withProject({ "package.json": "{}", ...files }, async (root) => {
    const request = {
      cwd: root,
      env: {},
      createLoader: (place: string) => createLoader({ root: place }),
      fileSystem,
      ...change(root),
    };
    return [await resolveConfig(request), root];
  });
}

async function failure(files: Files, change?: Change): Promise<AthanorError> {
  const thrown: unknown = await resolveIn(files, change).catch((caught: unknown) => caught);
  if (thrown instanceof AthanorError) return thrown;
  throw new Error(`No AthanorError, but ${String(thrown)}`);
}

const body = `{ "scriptLocation": "db", "truncateSlugLength": 7 }`;

const forms: Readonly<Record<string, Files>> = {
  "athanor.config.ts": { "athanor.config.ts": `export default ${body};` },
  "athanor.config.mts": { "athanor.config.mts": `export default ${body};` },
  "athanor.config.cts": { "athanor.config.cts": `export = ${body};` },
  "athanor.config.js": { "athanor.config.js": `module.exports = ${body};` },
  "athanor.config.mjs": { "athanor.config.mjs": `export default ${body};` },
  "athanor.config.cjs": { "athanor.config.cjs": `module.exports = ${body};` },
  "athanor.config.json": { "athanor.config.json": body },
  "package.json": { "package.json": `{ "athanor": ${body} }` },
  "a function": { "athanor.config.ts": `export default () => (${body});` },
  "an asynchronous function": { "athanor.config.ts": `export default async () => (${body});` },
};

describe("resolveConfig", () => {
  for (const [form, files] of Object.entries(forms)) {
    it(`reads ${form}`, async () => {
      const [config, root] = await resolveIn(files);
      expect(config).to.deep.equal({
        root,
        file: join(root, Object.keys(files)[0] ?? ""),
        scriptLocation: join(root, "db"),
        versionLocations: [join(root, "db/versions")],
        recursiveVersionLocations: false,
        fileTemplate: "{rev}_{slug}",
        timezone: "utc",
        truncateSlugLength: 7,
        postWriteHooks: [],
        destructive: "warn",
        origins: {
          scriptLocation: "file",
          versionLocations: "default",
          recursiveVersionLocations: "default",
          fileTemplate: "default",
          timezone: "default",
          truncateSlugLength: "file",
          postWriteHooks: "default",
          destructive: "default",
        },
      });
    });
  }

  it("looks upward from the working directory", async () => {
    const files = { "athanor.config.json": body, "a/b/c.txt": "" };
    const [config, root] = await resolveIn(files, (place) => ({ cwd: join(place, "a/b") }));
    expect(config.scriptLocation).to.equal(join(root, "db"));
  });

  it("takes the file that is named before $ATHANOR_CONFIG, and that before what it finds", async () => {
    const files = {
      "athanor.config.json": body,
      "one/a.json": `{ "scriptLocation": "one" }`,
      "two/b.json": `{ "scriptLocation": "two" }`,
    };
    const env = { ATHANOR_CONFIG: "one/a.json" };
    const [first, root] = await resolveIn(files, () => ({ env }));
    const [second, other] = await resolveIn(files, () => ({ env, file: "two/b.json" }));
    expect(first.scriptLocation).to.equal(join(root, "one/one"));
    expect(second.scriptLocation).to.equal(join(other, "two/two"));
  });

  it("lets a named environment override what it names", async () => {
    const files = {
      "athanor.config.json": `{ "scriptLocation": "db", "timezone": "local", "environments": { "staging": { "scriptLocation": "stage" } } }`,
    };
    const [config, root] = await resolveIn(files, () => ({ environmentName: "staging" }));
    expect(config.scriptLocation).to.equal(join(root, "stage"));
    expect(config.environmentName).to.equal("staging");
    expect([config.origins.scriptLocation, config.origins.timezone]).to.deep.equal([
      "environment",
      "file",
    ]);
  });

  it("does without a file", async () => {
    const [config, root] = await resolveIn({});
    expect(config.file).to.equal(undefined);
    expect(config.scriptLocation).to.equal(join(root, "migrations"));
  });

  const bad: readonly (readonly [what: string, text: string, code: string, message: RegExp])[] = [
    [
      "an unknown key",
      `{ "scriptLocatoin": "db" }`,
      "UNKNOWN_KEY",
      /^"scriptLocatoin" in "\S+athanor\.config\.json" is not a key of the configuration\. Did you mean "scriptLocation"\?$/,
    ],
    [
      "an unknown key that is like none",
      `{ "x": 1 }`,
      "UNKNOWN_KEY",
      /^"x" in "\S+" is not a key of the configuration\.$/,
    ],
    [
      "an unknown key of an environment",
      `{ "environments": { "a": { "timeZone": "utc" } } }`,
      "UNKNOWN_KEY",
      /^"environments\.a\.timeZone" in .* Did you mean "timezone"\?$/,
    ],
    [
      "an unknown key of a hook",
      `{ "postWriteHooks": [{ "name": "a", "command": "b", "comand": "c" }] }`,
      "UNKNOWN_KEY",
      /^"postWriteHooks\.0\.comand" in /,
    ],
    [
      "a number that must be a list",
      `{ "versionLocations": 3 }`,
      "INVALID_VALUE",
      /^"versionLocations" in "\S+" must be a list of folders; it is 3\.$/,
    ],
    [
      "a text that must be a number",
      `{ "truncateSlugLength": "many" }`,
      "INVALID_VALUE",
      /^"truncateSlugLength" in "\S+" must be a whole number; it is "many"\.$/,
    ],
    [
      "a time zone that is none",
      `{ "timezone": "Mars" }`,
      "INVALID_VALUE",
      /^"timezone" in "\S+" must be "utc", "local" or an IANA time zone such as "Europe\/Berlin"; it is "Mars"\.$/,
    ],
    [
      "an incomplete hook",
      `{ "postWriteHooks": [{ "name": "a" }] }`,
      "INVALID_VALUE",
      /^"postWriteHooks\.0\.command" in "\S+" must be a text; it is missing\.$/,
    ],
    [
      "a list",
      "[]",
      "INVALID_VALUE",
      /^the configuration in "\S+" must be an object; it is \[\]\.$/i,
    ],
    [
      "a folder in fileTemplate where folders are not searched",
      `{ "fileTemplate": "{year}/{rev}_{slug}", "recursiveVersionLocations": false }`,
      "FILES_NOT_FOUND_AGAIN",
      /^"fileTemplate" is "\{year\}\/\{rev\}_\{slug\}", .* while "recursiveVersionLocations" is false/,
    ],
    ["no JSON", "{", "SYNTAX_ERROR", /athanor\.config\.json" is not valid JSON: /],
  ];
  for (const [what, text, code, message] of bad) {
    it(`refuses ${what}`, async () => {
      const error = await failure({ "athanor.config.json": text });
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
    });
  }

  it("searches folders by itself where fileTemplate makes some", async () => {
    const settings = `{ "fileTemplate": "{year}/{rev}" }`;
    const [config] = await resolveIn({ "athanor.config.json": settings });
    expect(config.recursiveVersionLocations).to.equal(true);
    expect(config.origins.recursiveVersionLocations).to.equal("default");
  });

  it("says which environments there are", async () => {
    const files = { "athanor.config.json": `{ "environments": { "staging": {}, "live": {} } }` };
    const error = await failure(files, () => ({ environmentName: "stagign" }));
    expect(error.message).to.match(
      /^There is no environment "stagign": "\S+" has "staging", "live"\.$/,
    );
    expect([error.code, error.suggestions]).to.deep.equal(["UNKNOWN_ENVIRONMENT", ["-n staging"]]);
  });

  it("says that the file that is named is not there", async () => {
    const error = await failure({}, () => ({ file: "no.json" }));
    expect(error.code).to.equal("CONFIG_NOT_FOUND");
    expect(error.message).to.match(/^The configuration "no\.json" does not exist/);
  });
});
