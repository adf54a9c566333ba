import { resolve } from "node:path";
import { expect } from "chai";
import { withCommandLine } from "../support/command-line.js";
import { postgresServer } from "../support/postgres.js";
import { buildIfOlder } from "../support/walk-through.js";

const secret = "hunter2/very?secret";

const source = (options: string): string => `
import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", entities: [], ${options} });
`;

/** Data sources that cannot connect, each with its password in another place. */
async function sources(): Promise<Readonly<Record<string, string>>> {
  const { port } = await postgresServer();
  const place = `127.0.0.1:${port}/nothing`;
  return {
    "an option": source(
      `host: "127.0.0.1", port: ${port}, username: "postgres", database: "nothing", password: "${secret}"`,
    ),
    "an address": source(`url: "postgres://postgres:${encodeURIComponent(secret)}@${place}"`),
    "an address that is none": source(`url: "postgres://postgres:${secret}@${place}"`),
    "the message of the user's own error": `throw new Error("no way to postgres://postgres:${secret}@db/shop");`,
  };
}

const places = [
  "an option",
  "an address",
  "an address that is none",
  "the message of the user's own error",
];

describe("a password", () => {
  before(async function () {
    this.timeout(180_000);
    await buildIfOlder(resolve(import.meta.dirname, "../.."));
  });

  for (const place of places) {
    it(`in ${place} is printed nowhere`, async () => {
      const files = { "package.json": `{ "type": "module" }` };
      const text = (await sources())[place] ?? "";
      await withCommandLine({ ...files, "source.ts": text }, async (cli) => {
        for (const args of [["current", "-v"], ["current", "--json"], ["config"]]) {
          const debugged = { DEBUG: "athanor*" };
          const ended = await cli.athanorWith(debugged, ...args, "-d", "source.ts");
          const printed = ended.stdout + ended.stderr;
          expect(printed, args.join(" ")).to.not.equal("");
          for (const part of [secret, encodeURIComponent(secret), "hunter2", "very"])
            expect(printed, args.join(" ")).to.not.include(part);
        }
      });
    }).timeout(60_000);
  }
});
