import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { products, withEntities, type Application } from "../support/versioned-entities.js";

const versions = {
  one: `
    @Entity("notes") class Note {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ nullable: true }) text!: string;
    }
    const entities = [Note];`,
};

/** Writes a revision whose `upgrade` is this code. */
async function write({ at }: Application, code: string): Promise<void> {
  const { path = "" } = await revision({ ...at("one"), message: "by hand" });
  const text = await readFile(path, "utf8");
  const body = /(export async function upgrade\([^)]*\): Promise<void> \{)[^]*?\n?\}/;
  await writeFile(path, text.replace(body, `$1\n${code}\n}`));
}

for (const product of products) {
  describe(`the entity manager of a revision on ${product}`, () => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, async (application) => {
        await revision({ ...application.at("one"), autogenerate: true, message: "notes" });
        await upgrade(application.at("one"));
        await use(application);
      });

    it(
      "sees the changes that were called for before it",
      within(async (application) => {
        await write(
          application,
          `await op.addColumn("notes", { name: "extra", type: "text", nullable: true });
           await op.manager.query("INSERT INTO notes (extra) VALUES ('x')");`,
        );
        await upgrade(application.at("one"));
        const rows = await application.query("SELECT extra FROM notes");
        expect(rows).to.deep.equal([{ extra: "x" }]);
      }),
    );

    it(
      "may not end the transaction",
      within(async (application) => {
        await write(
          application,
          `await op.manager.query("INSERT INTO notes (text) VALUES ('x')");
           await op.manager.query("COMMIT");`,
        );
        const failure: unknown = await upgrade(application.at("one")).catch((error) => error);
        expect(failure).to.have.property("code", "TRANSACTION_IN_REVISION");
        expect(await application.query("SELECT text FROM notes")).to.deep.equal([]);
      }),
    );

    it(
      "may nest a transaction of its own",
      within(async (application) => {
        await write(
          application,
          `await op.manager.transaction((own) => own.query("INSERT INTO notes (text) VALUES ('x')"));`,
        );
        await upgrade(application.at("one"));
        expect(await application.query("SELECT text FROM notes")).to.deep.equal([{ text: "x" }]);
      }),
    );

    it(
      "takes part in the transaction",
      within(async (application) => {
        await write(
          application,
          `await op.manager.query("INSERT INTO notes (text) VALUES ('x')");
           await op.execute("nonsense");`,
        );
        const failure: unknown = await upgrade(application.at("one")).catch((error) => error);
        expect(failure).to.have.property("code", "STATEMENT_FAILED");
        expect(await application.query("SELECT text FROM notes")).to.deep.equal([]);
      }),
    );
  });
}
