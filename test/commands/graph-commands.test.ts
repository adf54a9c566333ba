import { tmpdir } from "node:os";
import { join } from "node:path";
import { Config } from "@oclif/core";
import { expect } from "chai";
import Branches from "../../src/commands/branches.js";
import Heads from "../../src/commands/heads.js";
import History from "../../src/commands/history.js";
import Merge from "../../src/commands/merge.js";
import Rebase from "../../src/commands/rebase.js";
import Show from "../../src/commands/show.js";
import Tag from "../../src/commands/tag.js";
import { withHistory } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

const files = { "athanor.config.json": JSON.stringify({ scriptLocation: "migrations" }) };

type Runnable = { readonly run: (words: string[], config: Config) => Promise<unknown> };

/** Runs a command and gives what it printed on stdout. */
async function print(command: Runnable, words: readonly string[]): Promise<string> {
  const config = await Config.load(join(import.meta.dirname, "../.."));
  config.cacheDir = join(tmpdir(), "athanor-test-cache");
  const { write } = process.stdout;
  let printed = "";
  process.stdout.write = (text: string | Uint8Array): boolean => {
    printed += String(text);
    return true;
  };
  try {
    await command.run([...words], config);
  } finally {
    process.stdout.write = write;
  }
  return printed;
}

const within =
  (use: (flags: readonly string[]) => Promise<void>, notation: string = HISTORIES.FORK) =>
  () =>
    withHistory(
      notation,
      ({ root }) =>
        use(["-c", join(root, "athanor.config.json"), "-d", join(root, "data-source.js")]),
      files,
    );

describe("the commands of the history", () => {
  const documents: readonly (readonly [string, Runnable, readonly string[], readonly string[]])[] =
    [
      ["history --graph", History, ["--graph"], ["revisions", "notes"]],
      ["history -i", History, ["-i"], ["revisions", "notes"]],
      ["heads", Heads, ["--pending"], ["heads", "notes"]],
      ["branches", Branches, [], ["branchPoints", "notes"]],
      ["show", Show, ["d1"], ["revisions", "notes"]],
      [
        "merge",
        Merge,
        ["d1", "d2"],
        ["revision", "path", "downRevision", "message", "conflicts", "notes"],
      ],
      [
        "rebase",
        Rebase,
        ["c2", "--onto", "d1"],
        ["revision", "path", "before", "downRevision", "written", "notes"],
      ],
      ["tag", Tag, [], ["tags", "notes"]],
      ["tag v1 a", Tag, ["v1", "a"], ["tag", "revision", "notes"]],
    ];
  for (const [title, command, words, keys] of documents) {
    it(
      `print one document with --json: ${title}`,
      within(async (flags) => {
        const printed = await print(command, [...words, ...flags, "--json"]);
        expect(JSON.parse(printed)).to.have.all.keys(...keys);
      }),
    );
  }

  it(
    "draw the graph without colour and without cutting where there is no terminal",
    within(async (flags) => {
      expect(await print(History, ["--graph", ...flags])).to.equal(
        [
          "* d1 (head) make d1",
          "* c1 (L1) make c1",
          "| * d2 (head) make d2",
          "| * c2 (L2) make c2",
          "|/",
          "* b (branch point) make b",
          "* a make a",
          "",
        ].join("\n"),
      );
    }),
  );

  it(
    "list tags, and take them away",
    within(async (flags) => {
      expect(await print(Tag, ["v1", "a", ...flags])).to.equal("Tag v1 stands for a.\n");
      expect(await print(Tag, [...flags])).to.equal("v1 -> a make a\n");
      expect(await print(Tag, ["--delete", "v1", ...flags])).to.equal(
        "Tag v1 is deleted; it stood for a.\n",
      );
      expect(await print(Tag, [...flags])).to.equal("There are no tags.\n");
    }),
  );

  it(
    "say what a rebase changed",
    within(async (flags) => {
      expect(await print(Rebase, ["c2", "--onto", "d1", "-q", ...flags])).to.equal(
        "c2 now revises d1 (before: b).\n",
      );
    }),
  );

  it(
    "tell all of a branch point with -v",
    within(async (flags) => {
      const printed = await print(Branches, ["-v", ...flags]);
      expect(printed).to.include("Revises:     a").and.to.include("    b -> c1 (L1), make c1");
    }),
  );
});
