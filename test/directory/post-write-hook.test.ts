import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { runCommand } from "../../src/directory/command.js";
import { runHooks } from "../../src/directory/post-write-hook.js";
import { withProject } from "../support/project.js";

const run = (root: string, ...commands: readonly string[]): Promise<void> =>
  runHooks({
    hooks: commands.map((command, at) => ({ name: `hook ${at}`, command })),
    file: join(root, "a b.ts"),
    folder: root,
    run: runCommand,
  });

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (failure: Error) => failure.message,
  );

describe("runHooks", () => {
  it("runs a program of the project's own, on the file, in order, without a shell", async () => {
    await withProject({ "a b.ts": "const  a=1" }, async (root) => {
      await run(
        root,
        `node -e "fs.appendFileSync(process.argv[1], '; // $HOME')" {file}`,
        "prettier --write {file}",
      );
      expect(await readFile(join(root, "a b.ts"), "utf8")).to.equal("const a = 1; // $HOME\n");
    });
  });

  it("reports a failing hook, what it printed, and stops there; the file stays", async () => {
    await withProject({ "a b.ts": "x" }, async (root) => {
      const message = await messageOf(
        run(
          root,
          `node -e "console.error('bad'); process.exit(3)"`,
          `node -e "fs.rmSync('a b.ts')"`,
        ),
      );
      expect(message).to.match(
        /^The post-write hook "hook 0" \(node .*\) failed: it exited with 3\.\nbad\n/,
      );
      expect(await readFile(join(root, "a b.ts"), "utf8")).to.equal("x");
    });
  });

  it("reports a program that is not there", async () => {
    await withProject({ "a b.ts": "x" }, async (root) => {
      expect(await messageOf(run(root, "no-such-program {file}"))).to.match(
        /^The post-write hook "hook 0" \(no-such-program {file}\) failed: .*ENOENT/,
      );
    });
  });
});
