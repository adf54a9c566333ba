import { expect } from "chai";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { ProgressEvent } from "../../src/runner/run-request.js";
import { progressLine } from "../../src/report/progress-line.js";
import { catchRejection } from "../support/catch-error.js";
import { withProject, type Files } from "../support/project.js";

const plugin = JSON.stringify(new URL("../../plugin/typeorm/index.ts", import.meta.url).pathname);

const source = (name: string): string =>
  `new DataSource({ type: "better-sqlite3", database: import.meta.dirname + "/${name}.db", entities: [] })`;

const revisionText = (id: string, down: string, body: string): string => `
export const revision = "${id}";
export const downRevision = ${down};
export async function upgrade(op) { ${body} }
export async function downgrade(op) {}
`;

/** Two databases; the second one fails at `bbbb` while it has no table "switch". */
const files: Files = {
  "package.json": `{ "type": "module" }`,
  "migrations/env.ts": `
import { DataSource } from "typeorm";
import { typeorm } from ${plugin};
export default { databases: { main: typeorm(${source("main")}), audit: typeorm(${source("audit")}) } };`,
  "migrations/versions/aaaa.js": revisionText("aaaa", "null", ""),
  "migrations/versions/bbbb.js": revisionText(
    "bbbb",
    `"aaaa"`,
    `if (op.database === "audit") await op.execute("CREATE TABLE athanor_log (id)");`,
  ),
};

type At = { readonly cwd: string };

async function placesAt(at: At): Promise<object> {
  const { databases } = await current(at);
  return Object.fromEntries(
    databases.map(({ database, revisions }) => [database, revisions.map((one) => one.revision)]),
  );
}

/** Runs the body where "main" is at bbbb and "audit" at aaaa. */
function withDifferentPlaces(body: (at: At) => Promise<void>): Promise<void> {
  return withProject(files, async (root) => {
    const at = { cwd: root };
    await upgrade({ ...at, target: "aaaa" });
    await upgrade({ ...at, target: "bbbb", database: ["main"] });
    await body(at);
  });
}

describe("databases at different revisions", () => {
  it("each have their name in what is advised for one of them", () =>
    withDifferentPlaces(async (at) => {
      const error = await catchRejection(() => upgrade(at));
      expect(error.suggestions).to.deep.equal([
        "If the database has all that it makes: athanor stamp bbbb --database audit",
        `Correct ${at.cwd}/migrations/versions/bbbb.js, then: athanor upgrade head --database audit`,
      ]);
    }));

  it("each have their name in it where only that one was asked for", () =>
    withDifferentPlaces(async (at) => {
      const error = await catchRejection(() => upgrade({ ...at, database: ["audit"] }));
      expect(error.suggestions.join()).to.contain("athanor stamp bbbb --database audit");
      expect(error.message).to.not.contain("Of the databases");
    }));

  for (const [title, move] of [
    ["downgrade -1", (at: At) => downgrade({ ...at, target: "-1" })],
    ["upgrade +1", (at: At) => upgrade({ ...at, target: "+1" })],
    ["stamp +1", (at: At) => stamp({ ...at, targets: ["+1"] })],
  ] as const) {
    it(`are told where each stands, and stay so, at ${title}`, () =>
      withDifferentPlaces(async (at) => {
        const error = await catchRejection(() => move(at));
        expect(error.code).to.equal("DATABASES_DIFFER");
        expect(error.message).to.contain('"main" at bbbb, "audit" at aaaa');
        expect(error.suggestions.slice(0, 2)).to.deep.equal([
          `athanor ${title} --database main`,
          `athanor ${title} --database audit`,
        ]);
        expect(await placesAt(at)).to.deep.equal({ main: ["bbbb"], audit: ["aaaa"] });
      }));
  }

  it("are moved by a relative target one by one", () =>
    withDifferentPlaces(async (at) => {
      await downgrade({ ...at, target: "-1", database: ["main"] });
      expect(await placesAt(at)).to.deep.equal({ main: ["aaaa"], audit: ["aaaa"] });
      await downgrade({ ...at, target: "-1" });
      expect(await placesAt(at)).to.deep.equal({ main: [], audit: [] });
    }));

  it("are named in the progress", () =>
    withDifferentPlaces(async (at) => {
      const events: ProgressEvent[] = [];
      const tell = { onProgress: (event: ProgressEvent) => void events.push(event) };
      await downgrade({ ...at, ...tell, target: "base" });
      const [started] = events.filter(({ kind }) => kind === "revisionStarted");
      expect(started?.database).to.equal("main");
      expect(progressLine({ kind: "waiting", database: "audit" })).to.equal(
        "audit: Waiting for another run to finish.",
      );
      expect(progressLine({ kind: "waiting", database: "default" })).to.equal(
        "Waiting for another run to finish.",
      );
    }));
});
