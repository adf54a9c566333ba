import Database from "better-sqlite3";
import { join } from "node:path";
import { expect } from "chai";
import { dataSourceText, withCommandLine, type CommandLine } from "../support/command-line.js";

const flags = ["-d", "data-source.ts"] as const;

const files = {
  "package.json": `{ "type": "module" }`,
  "data-source.ts": dataSourceText(`@Column({ nullable: true }) bio!: string;`),
};

async function grow({ athanor, write, folder }: CommandLine): Promise<void> {
  await athanor("init", ...flags);
  await athanor("revision", "--autogenerate", "-m", "users");
  await athanor("upgrade");
  const database = new Database(join(folder, "app.sqlite"));
  database.exec("INSERT INTO users (bio) VALUES ('x')");
  database.close();
  await write("data-source.ts", dataSourceText(`@Column({ nullable: true }) name!: string;`));
}

describe("athanor, without a terminal", () => {
  it("asks nothing, lists what it would ask, and writes nothing where that is to be strict", async () => {
    await withCommandLine(files, async (cli) => {
      await grow(cli);
      const generate = ["revision", "--autogenerate", "-m", "names"] as const;
      const strict = await cli.athanor(...generate, "--strict");
      expect(strict.code, strict.stderr).to.equal(3);
      expect(strict.stderr).to.include("--rename users.bio:name");
      const loose = await cli.athanor(...generate, "--json");
      const { databases } = JSON.parse(loose.stdout) as {
        readonly databases: readonly { readonly questions: readonly object[] }[];
      };
      expect(databases[0]?.questions[0]).to.deep.include({ kind: "rename", added: "users.name" });
    });
  }).timeout(120_000);

  it("replaces the revision by the very command that it advised", async () => {
    await withCommandLine(files, async (cli) => {
      await grow(cli);
      const loose = await cli.athanor("revision", "--autogenerate", "-m", "names", ...flags);
      const advised = /(?<=athanor )revision --autogenerate --replace .* --rename .*$/m;
      const [command = ""] = advised.exec(loose.stderr) ?? [];
      expect(command).to.equal(
        "revision --autogenerate --replace -d data-source.ts --rename users.bio:name",
      );
      const replaced = await cli.athanor(...command.split(" "));
      expect(replaced.code, replaced.stderr).to.equal(0);
      expect(replaced.stdout).to.match(/^Replaced migrations\/versions\/\w+_names\.ts$/m);
    });
  }).timeout(120_000);

  it("destroys values of rows only where that is allowed", async () => {
    await withCommandLine(files, async (cli) => {
      await grow(cli);
      await cli.athanor("revision", "--autogenerate", "-m", "names");
      const refused = await cli.athanor("upgrade");
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.include('drops the column "bio"');
      expect(refused.stderr).to.include("--allow-destructive");
      const production = await cli.athanor("upgrade", "-n", "production");
      expect(production.code).to.equal(1);
      const allowed = await cli.athanor("upgrade", "--allow-destructive");
      expect(allowed.code, allowed.stderr).to.equal(0);
    });
  }).timeout(120_000);
});
