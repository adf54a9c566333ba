import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A project on disk with as many generated entities as asked: 12 columns, 2 indexes and 2 foreign keys each. */
export type BenchProject = {
  readonly folder: string;
  readonly dataSource: string;
};

export type BenchDatabase = "sqlite" | "postgres" | "mariadb";

export async function makeProject(
  folder: string,
  tables: number,
  options: Readonly<Record<string, unknown>>,
): Promise<BenchProject> {
  await mkdir(folder, { recursive: true });
  await symlink(join(import.meta.dirname, "../node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "bench", private: true }));
  const dataSource = join(folder, "data-source.js");
  await writeFile(dataSource, dataSourceText(tables, options));
  return { folder, dataSource };
}

function dataSourceText(tables: number, options: Readonly<Record<string, unknown>>): string {
  return `
const { DataSource, EntitySchema } = require("typeorm");
const count = ${tables};
const entities = Array.from({ length: count }, (_, n) => new EntitySchema({
  name: "Entity" + n,
  tableName: "table_" + n,
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String, length: 100 },
    code: { type: String, unique: true },
    note: { type: "text", nullable: true },
    amount: { type: "decimal", precision: 10, scale: 2, default: 0 },
    active: { type: Boolean, default: true },
    position: { type: "integer", default: 0 },
    kind: { type: String, length: 20, default: "plain" },
    createdAt: { type: Date, createDate: true },
    updatedAt: { type: Date, updateDate: true },
  },
  indices: [{ columns: ["name"] }, { columns: ["kind", "position"] }],
  relations: {
    previous: { type: "many-to-one", target: "Entity" + Math.max(0, n - 1), joinColumn: true },
    first: { type: "many-to-one", target: "Entity0", joinColumn: true, onDelete: "CASCADE" },
  },
}));
module.exports.default = new DataSource({
  ...${JSON.stringify(options)},
  entities,
  migrations: [__dirname + "/typeorm-migrations/*.js"],
});
`;
}
