import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { withCommandLine, type CommandLine } from "../support/command-line.js";

const run = promisify(execFile);

const page = join(import.meta.dirname, "../../docs/getting-started.md");

/** The functions that the docs tell to add. */
async function functionsOfPage(): Promise<string> {
  const [, text = ""] = /```bash\n(.*?)```/su.exec(await readFile(page, "utf8")) ?? [];
  return text;
}

/** What the shell of somebody who followed the docs says to this, in a folder of the project. */
async function shell({ folder, athanorWith, write }: CommandLine, script: string): Promise<string> {
  const variables = { XDG_CACHE_HOME: join(folder, "cache") };
  await athanorWith(variables, "autocomplete", "bash");
  const { stdout: line } = await athanorWith(variables, "autocomplete", "script", "bash");
  await write("rc", `${line}\n${await functionsOfPage()}`);
  await write("src/deep/file.ts", "");
  await write("node_modules/.bin/athanor", `#!/bin/sh\necho "local $*"\n`);
  const { stdout } = await run(
    "bash",
    ["--norc", "-c", `chmod +x node_modules/.bin/athanor; . ./rc; cd src/deep; ${script}`],
    { cwd: folder },
  );
  return stdout.trim();
}

const completing = (words: string): string =>
  `COMPREPLY=(); COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); $(complete -p "\${COMP_WORDS[0]}" | sed "s/.*-F //;s/ .*//"); echo "\${COMPREPLY[@]}"`;

describe("completion in the shell, of a local install", () => {
  it("completes commands and flags, behind npx too, and runs the project's own athanor", () =>
    withCommandLine({ "package.json": "{}" }, async (cli) => {
      const said = await shell(
        cli,
        [
          completing("athanor upg"),
          completing("npx athanor upg"),
          completing("npx athanor revision --repl"),
          completing("npx other upg"),
          "athanor current -v",
        ].join("; "),
      );
      expect(said.split("\n")).to.deep.equal([
        "upgrade",
        "upgrade",
        "--replace",
        "",
        "local current -v",
      ]);
    })).timeout(120_000);
});
