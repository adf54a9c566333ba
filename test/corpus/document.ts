import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathExists } from "../../src/directory/file-system.js";
import * as fileSystem from "node:fs/promises";
import type { DataSource, DataSourceOptions } from "typeorm";

/** A document of TypeORM metadata, as far as the runner reads it. */
export type Document = {
  readonly path: string;
  readonly sync: Readonly<Record<string, { readonly ok: boolean; readonly again?: number }>>;
  readonly content: object;
};

type LoadMetadata = (
  content: object,
  options: { readonly typeorm: object; readonly dialect: string },
) => { readonly entities: DataSourceOptions["entities"] };

export async function readDocument(path: string): Promise<Document> {
  const content = JSON.parse(await readFile(path, "utf8")) as Pick<Document, "sync">;
  return { path, sync: content.sync, content };
}

/** A data source over the entities of a document. Once a process: the metadata storage is global. */
export async function loadDataSource(
  document: Document,
  options: DataSourceOptions,
): Promise<(database: Partial<DataSourceOptions>) => DataSource> {
  const require = createRequire(import.meta.url);
  const loader = await findLoader(dirname(document.path));
  const { loadMetadata } = require(loader) as { readonly loadMetadata: LoadMetadata };
  const typeorm = require("typeorm") as typeof import("typeorm");
  const { entities } = loadMetadata(document.content, { typeorm, dialect: options.type });
  return (database) =>
    new typeorm.DataSource({ ...options, ...database, entities } as DataSourceOptions);
}

async function findLoader(folder: string): Promise<string> {
  const path = join(folder, "load-metadata.cjs");
  if (await pathExists(fileSystem, path)) return path;
  if (dirname(folder) === folder) throw new Error("no load-metadata.cjs above the documents");
  return findLoader(dirname(folder));
}
