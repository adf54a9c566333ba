import { join } from "node:path";
import { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { Revision } from "../../src/revision/revision.js";
import { revisionsOf } from "./history.js";
import { withProject, type Files } from "./project.js";

/** A project with a history and an SQLite database. */
export type HistoryProject = {
  readonly root: string;
  /** What every action takes; those that need a database find it. */
  readonly options: { readonly cwd: string; readonly dataSource: string };
  /** Runs a statement beside Athanor and gives its rows. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Absolute. */
  readonly fileOf: (id: string) => string;
};

/** Runs `use` with a project of this history; the notation is that of `revisionsOf`. Each revision creates a table of its own name. */
export function withHistory<Result>(
  notation: string,
  use: (project: HistoryProject) => Promise<Result>,
  others: Files = {},
): Promise<Result> {
  const revisions = notation === "" ? [] : revisionsOf(notation);
  const files = Object.fromEntries(revisions.map((one) => [pathOf(one.id), fileText(one)]));
  return withProject({ ...base, ...files, ...others }, (root) => use(describeProject(root)));
}

const base: Files = {
  "package.json": JSON.stringify({ name: "application", type: "module" }),
  "data-source.js": `import { join } from "node:path";
import { DataSource } from "typeorm";
export default new DataSource({ type: "better-sqlite3", database: join(import.meta.dirname, "app.db"), entities: [] });
`,
};

function describeProject(root: string): HistoryProject {
  return {
    root,
    options: { cwd: root, dataSource: "data-source.js" },
    fileOf: (id) => join(root, pathOf(id)),
    query: async (sql) => {
      const database = typeorm(
        new DataSource({ type: "better-sqlite3", database: join(root, "app.db") }),
      );
      const connection = await database.connect();
      const rows = await connection.query(sql);
      await connection.close();
      await database.close();
      return rows;
    },
  };
}

function pathOf(id: string): string {
  return `migrations/versions/${id}.js`;
}

/** A revision file as people write it. */
export function fileText({ id, down, labels, dependsOn, message }: Revision): string {
  const [parent, ...others] = down;
  const parents = others.length > 0 ? down : (parent ?? null);
  return `/**
 * ${message === "" ? `make ${id}` : message}
 *
 * Revision:  ${id}
 * Revises:   ${down.join(", ") || "base"}
 * Created:   2026-11-20T08:30:00Z
 */

export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(parents)};
export const branchLabels = ${JSON.stringify(labels)};
export const dependsOn = ${JSON.stringify(dependsOn)};

export async function upgrade(op) {
  await op.createTable("t_${id}", { columns: [{ name: "id", type: "integer" }] });
}

export async function downgrade(op) {
  await op.dropTable("t_${id}");
}
`;
}
