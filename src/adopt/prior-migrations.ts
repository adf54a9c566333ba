import type { DataSourceExport } from "../directory/find-data-sources.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Database } from "../plugin/database.js";
import type { OrmMigrations } from "../plugin/orm-migrations.js";
import { findPredecessor, searchMigrations, type Predecessor } from "./adopt.js";
import type { World } from "../project/world.js";

/** What the ORM's own tool has left in a project. */
export type PriorMigrations = {
  /** Migrations that the project's files hold. */
  readonly files: number;
  /** Rows of the table in which the ORM records what it has run. Read where no file was found. */
  readonly rows: number;
};

/** What becomes of them: `adopt` keeps them, `baseline` replaces them by one revision, `ignore` leaves them aside. */
export type MigrationsChoice = "adopt" | "baseline" | "ignore";

/** Decides about them. Left out: `init` refuses, and names the choices. */
export type OnMigrations = (found: PriorMigrations) => Promise<MigrationsChoice>;

type PriorSearch = {
  readonly found: PriorMigrations;
  /** Why a part of the search was left out. */
  readonly notes: readonly string[];
};

const none: PriorMigrations = { files: 0, rows: 0 };

/** Milliseconds: `init` works without a database, so it does not wait for one. */
const patience = 5_000;

/** Looks for migrations in the project's files; where there are none, in the database, if it answers. */
async function findPriorMigrations(
  root: string,
  dataSource: DataSourceExport,
  world: World,
): Promise<PriorSearch> {
  try {
    const held = await searchMigrations(root, dataSource, world);
    if (held === undefined) return { found: none, notes: [] };
    const files = held.migrations.length;
    if (files > 0) return { found: { files, rows: 0 }, notes: [] };
    return await searchDatabase(held.database, held.tool);
  } catch (failure) {
    if (!(failure instanceof AthanorError)) throw failure;
    return { found: none, notes: [`init did not look for migrations. ${failure.message}`] };
  }
}

async function searchDatabase(database: Database, tool: OrmMigrations): Promise<PriorSearch> {
  try {
    if ((await database.createsOnConnect?.()) === true) return { found: none, notes: [] };
    const rows = await withinPatience(countRows(database, tool));
    if (rows !== undefined) return { found: { files: 0, rows }, notes: [] };
    const said = `The database did not answer within ${patience / 1000} seconds`;
    return { found: none, notes: [unseen(said)] };
  } catch (failure) {
    if (!(failure instanceof AthanorError)) throw failure;
    return { found: none, notes: [unseen(failure.message.replace(/\.$/, ""))] };
  }
}

const unseen = (why: string): string =>
  `init did not look for migrations that have run in the database. ${why}.`;

async function countRows(database: Database, tool: OrmMigrations): Promise<number> {
  const dialect = await database.dialect();
  const connection = await database.connect();
  try {
    const table = await tool.table();
    if (!(await dialect.store.exists(connection, table))) return 0;
    return (await dialect.catalog.readRows(connection, table)).length;
  } finally {
    await connection.close();
    await database.close();
  }
}

async function withinPatience(counting: Promise<number>): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  // A failure after the limit concerns nobody any more.
  counting.catch(() => undefined);
  try {
    return await Promise.race([counting, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type MigrationsOptions = {
  readonly adopt?: boolean;
  readonly baseline?: boolean;
  /** A glob of the migration files, relative to the project. */
  readonly migrations?: string;
  readonly onMigrations?: OnMigrations;
};

export type Decided = {
  readonly predecessor: Predecessor | undefined;
  readonly baseline: boolean;
  readonly notes: readonly string[];
};

/**
 * What becomes of the ORM's own migrations: as the options say, else as `onMigrations` decides.
 *
 * @throws AthanorError `MIGRATIONS_FOUND`, `NO_MIGRATIONS_FOUND`.
 */
export async function decideOnMigrations(
  root: string,
  dataSource: DataSourceExport,
  { adopt, baseline = false, migrations, onMigrations }: MigrationsOptions,
  { world, isWritten }: { readonly world: World; readonly isWritten: boolean },
): Promise<Decided> {
  const kept = () => findPredecessor(root, dataSource, world, migrations);
  if (adopt === true) return { predecessor: await kept(), baseline, notes: [] };
  if (baseline || adopt === false || !isWritten)
    return { predecessor: undefined, baseline, notes: [] };
  const { found, notes } = await findPriorMigrations(root, dataSource, world);
  if (found.files + found.rows === 0) return { predecessor: undefined, baseline, notes };
  const choice = await onMigrations?.(found);
  if (choice === undefined) throw migrationsUndecided(found);
  return {
    predecessor: choice === "adopt" ? await kept() : undefined,
    baseline: choice === "baseline",
    notes,
  };
}

/** No revision is written for them unless somebody said what becomes of them. */
function migrationsUndecided({ files, rows }: PriorMigrations): AthanorError {
  const what =
    files > 0
      ? `The project has ${files} TypeORM ${files === 1 ? "migration" : "migrations"}`
      : `TypeORM has run ${rows} ${rows === 1 ? "migration" : "migrations"} in the database`;
  return new AthanorError({
    code: "MIGRATIONS_FOUND",
    message: `${what}, and init needs to know whether to keep them: --adopt keeps them (one revision runs each migration), --baseline replaces them by one revision that makes the database as it is now, --no-adopt ignores them. Nothing was written.`,
    suggestions: ["athanor init --adopt", "athanor init --baseline", "athanor init --no-adopt"],
    facts: { files, rows },
  });
}
