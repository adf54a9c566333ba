import { expect } from "chai";
import { dataSourceText, withCommandLine } from "../support/command-line.js";
import type { CommandLine } from "../support/command-line.js";

const flags = ["-d", "data-source.ts"] as const;

/** In the order in which they are typed: each finds what the one before it left. */
const commands: readonly {
  readonly args: readonly string[];
  readonly keys: readonly string[];
  readonly code?: number;
}[] = [
  { args: ["init", ...flags], keys: ["written", "directory", "dataSource", "revisions", "notes"] },
  { args: ["list-templates"], keys: ["templates"] },
  { args: ["config"], keys: ["values", "notes"] },
  { args: ["diff"], keys: ["databases", "notes"] },
  { args: ["check"], keys: ["clean", "databases", "notes"], code: 3 },
  {
    args: ["revision", "--autogenerate", "-m", "users", "--rev-id", "aaaa"],
    keys: ["written", "revision", "path", "downRevision", "message", "text", "databases", "notes"],
  },
  { args: ["upgrade", "head", "--sql"], keys: ["databases", "notes"] },
  { args: ["upgrade", "head", "--dry-run"], keys: ["databases", "notes"] },
  { args: ["upgrade", "head"], keys: ["databases", "notes"] },
  { args: ["check"], keys: ["clean", "databases", "notes"] },
  { args: ["current", "-v", "--check-heads"], keys: ["databases", "notes"] },
  { args: ["history", "-i"], keys: ["revisions", "notes"] },
  { args: ["heads", "--pending"], keys: ["heads", "notes"] },
  { args: ["branches"], keys: ["branchPoints", "notes"] },
  { args: ["show", "head"], keys: ["revisions", "notes"] },
  { args: ["export", "typeorm", "-o", "exported"], keys: ["written", "adopted", "notes"] },
  { args: ["tag", "v1"], keys: ["tag", "revision"] },
  { args: ["downgrade", "-1"], keys: ["databases", "notes"] },
  { args: ["stamp", "head"], keys: ["databases"] },
  { args: ["ensure-version"], keys: ["databases"] },
];

describe("--json", () => {
  it("gives one document of the documented shape, for every command of a session", async () => {
    const source = dataSourceText(`@Column() name!: string;`);
    const files = { "package.json": `{ "type": "module" }`, "data-source.ts": source };
    await withCommandLine(files, async (cli) => {
      for (const { args, keys, code = 0 } of commands) await expectDocument(cli, args, keys, code);
    });
  }).timeout(120_000);

  it("gives an error as a document, with its code and what to do", async () => {
    await withCommandLine({ "package.json": `{ "type": "module" }` }, async (cli) => {
      const ended = await cli.athanor("current", "-d", "nowhere.ts", "--json");
      const { error } = JSON.parse(ended.stdout) as { readonly error: object };
      expect(error).to.include.keys("code", "message", "suggestions");
      expect(ended.code).to.equal(1);
    });
  });

  for (const args of [["upgrade", "--sideways"], ["show"], ["revision", "-m"], ["nonsense"]]) {
    it(`exits with 2 for wrong usage, and says so: athanor ${args.join(" ")}`, async () => {
      await withCommandLine({ "package.json": `{ "type": "module" }` }, async (cli) => {
        const { code, stdout } = await cli.athanor(...args, "--json");
        const { error } = JSON.parse(stdout) as { readonly error: { readonly code: string } };
        expect([code, error.code]).to.deep.equal([2, "WRONG_USAGE"]);
      });
    });
  }
});

async function expectDocument(
  cli: CommandLine,
  args: readonly string[],
  keys: readonly string[],
  code: number,
): Promise<void> {
  const ended = await cli.athanor(...args, "--json");
  const title = `athanor ${args.join(" ")}\n${ended.stderr}`;
  expect(ended.code, title).to.equal(code);
  expect(Object.keys(JSON.parse(ended.stdout) as object), title).to.include.members([...keys]);
}
