import { join } from "node:path";
import { expect } from "chai";
import { readText, withTypeormProject, type TypeormProject } from "../support/typeorm-project.js";
import { products } from "../support/versioned-entities.js";
import { buildIfOlder } from "../support/walk-through.js";

async function run(project: TypeormProject, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.on(project.used, ...args);
  expect(code, `athanor ${args.join(" ")}\n${stdout}${stderr}`).to.equal(0);
  return stdout;
}

const exported = async (project: TypeormProject): Promise<readonly string[]> =>
  (await project.files()).filter((path) => /^exported\/.+\.ts$/.test(path));

for (const product of products) {
  describe(`export typeorm on ${product}`, () => {
    before(async function () {
      this.timeout(180_000);
      await buildIfOlder(join(import.meta.dirname, "../.."));
    });

    it("writes migrations that TypeORM runs, and undoes, to the same schema", () =>
      withTypeormProject(product, async (project) => {
        await run(project, "init", "--baseline");
        const entities = await readText(project, "src/entities.ts");
        await project.write(
          "src/entities.ts",
          entities.replace("length: 30", "length: 60").replace("length: 50", "length: 80"),
        );
        await run(project, "revision", "--autogenerate", "-m", "longer names");
        await run(project, "upgrade", "head");
        await run(project, "export", "typeorm", "-o", "exported");
        const files = await exported(project);
        expect(files).to.have.length(2);
        expect(files[1]).to.match(/^exported\/\d{13}-LongerNames\.ts$/);
        await project.runFiles(project.fresh, files);
        expect(await project.schemaOf(project.fresh)).to.deep.equal(
          await project.schemaOf(project.used),
        );
        await project.undoFiles(project.fresh, files);
        const { tables, views } = await project.schemaOf(project.fresh);
        expect([tables, views]).to.deep.equal([[], []]);
      })).timeout(120_000);

    it("leaves out what was adopted, and writes what came after it", () =>
      withTypeormProject(product, async (project) => {
        await run(project, "init", "--adopt");
        await project.write(
          "src/notes.ts",
          `import { Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity("notes") export class Note { @PrimaryGeneratedColumn() id!: number; }
`,
        );
        const source = await readText(project, "src/data-source.ts");
        await project.write(
          "src/data-source.ts",
          `import { Note } from "./notes.js";\n${source.replace("[User,", "[Note, User,")}`,
        );
        await run(project, "revision", "--autogenerate", "-m", "notes");
        await run(project, "export", "typeorm", "-o", "exported");
        const files = await exported(project);
        expect(files).to.have.length(1);
        const text = await readText(project, files[0] ?? "");
        expect(text).to.match(/class Notes\d{13} implements MigrationInterface/);
        expect(text).to.contain('CREATE TABLE "notes"');
        expect(text).to.contain('DROP TABLE "notes"');
      })).timeout(120_000);
  });
}
