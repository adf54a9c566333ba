import { AthanorError } from "../../src/error/athanor-error.js";
import type {
  MigrationPlaces,
  OrmMigration,
  OrmMigrations,
} from "../../src/plugin/orm-migrations.js";
import { compact } from "../../src/schema/compact.js";
import { writeMigration } from "./migration-text.js";
import type { OrmOptions } from "./orm.js";
import { migrationTable } from "./reserved.js";
import type { Session } from "./session.js";

/** The migrations of a data source: those that its options name, in the form of TypeORM's `MigrationInterface`. */
export function createOrmMigrations(session: Session): OrmMigrations {
  const options = async (): Promise<OrmOptions> => (await session.given()).dataSource.options;
  return {
    places: async () => readPlaces(await options()),
    read: readMigration,
    mentions: (text) =>
      /\bimplements\s+[\w\s,]*MigrationInterface\b|\bclass\s+\w*\d{13}\b/.test(text),
    endsTransaction: (text) => /\.\s*(?:commit|rollback)Transaction\s*\(/.test(text),
    table: async () => migrationTable(await options(), (await session.dialect()).orm),
    readRow: ({ name, timestamp }) => ({ name: String(name), timestamp: Number(timestamp) }),
    caller: { from: "athanor/typeorm", name: "typeormMigration" },
    write: writeMigration,
  };
}

const modes = ["all", "each", "none"] as const;

function readPlaces(options: OrmOptions): MigrationPlaces {
  const given = options["migrations"];
  const listed: readonly unknown[] =
    typeof given === "object" && given !== null ? Object.values(given).flat() : [];
  const mode = modes.find((each) => each === options["migrationsTransactionMode"]);
  return {
    patterns: listed.filter((each) => typeof each === "string"),
    classes: listed.filter((each) => typeof each === "function"),
    ...compact({ transaction: mode }),
  };
}

/** As TypeORM does: a class is made, its name is its own or the class's, and ends in thirteen digits. */
function readMigration(exported: unknown): OrmMigration | undefined {
  if (typeof exported !== "function" || !isMigrationClass(exported)) return undefined;
  const made: unknown = Reflect.construct(exported, []);
  const held = made as { readonly name?: unknown; readonly transaction?: unknown };
  const name = typeof held.name === "string" && held.name !== "" ? held.name : exported.name;
  const timestamp = Number.parseInt(name.slice(-13), 10);
  if (Number.isNaN(timestamp)) throw withoutTimestamp(name);
  const transaction = typeof held.transaction === "boolean" ? held.transaction : undefined;
  return { name, timestamp, ...compact({ transaction }) };
}

function isMigrationClass({ prototype }: CallableFunction): boolean {
  if (typeof prototype !== "object" || prototype === null) return false;
  return ["up", "down"].every((method) => typeof Reflect.get(prototype, method) === "function");
}

function withoutTimestamp(name: string): AthanorError {
  return new AthanorError({
    code: "MIGRATION_WITHOUT_TIMESTAMP",
    message: `The migration "${name}" does not end in the thirteen digits of a JavaScript timestamp, and TypeORM sorts migrations by it.`,
    suggestions: [
      `Name the class ${name}${Date.UTC(2020, 0, 1)}, or give it a "name" that ends so.`,
    ],
    facts: { name },
  });
}
