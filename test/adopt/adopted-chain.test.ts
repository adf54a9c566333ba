import { join } from "node:path";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { init } from "../../src/action/init.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { readText, withTypeormProject, type TypeormProject } from "../support/typeorm-project.js";
import { products, type Product } from "../support/versioned-entities.js";

const ten = `INSERT INTO roles (name) VALUES ${Array.from({ length: 10 }, () => "('x')").join()}`;
const hundredThousand = `INSERT INTO roles (name) SELECT 'x' FROM roles a, roles b, roles c, roles d, roles e`;

type Adopted = TypeormProject & {
  /** Options of an action, with entities that want a further column of a large table that a migration made. */
  readonly options: RevisionOptions;
};

function withAdopted(product: Product, use: (project: Adopted) => Promise<void>): Promise<void> {
  return withTypeormProject(product, async (project) => {
    const isFile = product === "better-sqlite3";
    process.env["APP_DATABASE"] = isFile ? join(project.folder, project.used) : project.used;
    await project.query(project.used, ten);
    await project.query(project.used, hundredThousand);
    await init({ cwd: project.folder, adopt: true });
    const entities = await readText(project, "src/entities.ts");
    const name = `@Column({ length: 30 })\n  name!: string;`;
    const country = `@Column("varchar", { length: 2 })\n  country!: string;`;
    await project.write("src/entities2.ts", entities.replace(name, `${name}\n\n  ${country}`));
    const source = await readText(project, "src/data-source.ts");
    await project.write("src/v2.ts", source.replace("entities.js", "entities2.js"));
    await use({ ...project, options: { cwd: project.folder, dataSource: "src/v2.ts" } });
  });
}

for (const product of products) {
  describe(`a chain that follows adopted migrations on ${product}`, () => {
    after(() => void delete process.env["APP_DATABASE"]);

    it("leads there, where a second autogenerate finds nothing, and back to the last of them", () =>
      withAdopted(product, async ({ options, query, schemaOf, used }) => {
        const before = await schemaOf(used);
        const autogenerate = { ...options, autogenerate: true, message: "country" };
        const { revisions } = await revision({ ...autogenerate, backfill: ["roles.country='DE'"] });
        expect(revisions).to.have.length(3);
        await upgrade(options);
        const filled = await query(used, "SELECT 1 FROM roles WHERE country = 'DE'");
        expect(filled.length).to.be.above(100_000);
        expect((await check(options)).clean).to.equal(true);
        expect((await revision(autogenerate)).written).to.equal(false);
        await downgrade({ ...options, target: "1700000400000", allowDestructive: true });
        expect(await schemaOf(used)).to.deep.equal(before);
      })).timeout(180_000);
  });
}
