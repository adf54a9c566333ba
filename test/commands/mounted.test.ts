import { execFile } from "node:child_process";
import { join } from "node:path";
import { readFile, symlink } from "node:fs/promises";
import { expect } from "chai";
import { buildIfOlder } from "../support/walk-through.js";
import { withCommandLine, type CommandLine } from "../support/command-line.js";

const root = join(import.meta.dirname, "../..");

before(async function () {
  this.timeout(180_000);
  await buildIfOlder(root);
});

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

function runIn(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...process.env, ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: folder, env }, (failure, stdout, stderr) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), stdout, stderr }),
    );
  });
}

const history = {
  "migrations/versions/aaaa_one.js": `export const revision = "aaaa";
export const downRevision = null;
export const branchLabels = [];
export const dependsOn = [];
export async function upgrade() {}
export async function downgrade() {}
`,
};

const host = {
  "package.json": JSON.stringify({
    name: "host",
    version: "1.0.0",
    type: "module",
    dependencies: { athanor: "*" },
    oclif: { bin: "host", dirname: "host", topicSeparator: " ", plugins: ["athanor"] },
  }),
  "bin/host.js": `import { execute } from "@oclif/core"; await execute({ dir: import.meta.url });`,
  ...history,
};

const inHost = (use: (cli: CommandLine) => Promise<void>) => () =>
  withCommandLine(host, async (cli) => {
    await symlink(join(root, "node_modules/@oclif"), join(cli.folder, "node_modules/@oclif"));
    await use(cli);
  });

describe("another oclif command line that mounts Athanor", () => {
  it(
    "has its commands",
    inHost(async ({ folder }) => {
      const { code, stdout, stderr } = await runIn(folder, ["bin/host.js", "heads", "--json"]);
      expect(code, stdout + stderr).to.equal(0);
      const { heads } = JSON.parse(stdout) as { readonly heads: readonly { revision: string }[] };
      expect(heads.map(({ revision }) => revision)).to.deep.equal(["aaaa"]);
    }),
  ).timeout(60_000);

  it(
    "names itself in their help",
    inHost(async ({ folder }) => {
      const { stdout } = await runIn(folder, ["bin/host.js", "upgrade", "--help"]);
      expect(stdout).to.contain("$ host upgrade");
    }),
  ).timeout(60_000);
});

describe("completion in the shell", () => {
  it("knows the commands and their flags", () =>
    withCommandLine(history, async ({ folder, files }) => {
      const place = { XDG_CACHE_HOME: join(folder, "cache"), SHELL: "/bin/bash" };
      const bin = join(root, "bin/athanor.js");
      const { code, stderr } = await runIn(folder, [bin, "autocomplete", "bash"], place);
      expect(code, stderr).to.equal(0);
      const written = (await files()).find((path) => path.endsWith("athanor.bash")) ?? "";
      const text = await readFile(join(folder, written), "utf8");
      expect(text).to.match(/revision\b.*--autogenerate/);
    })).timeout(60_000);
});
