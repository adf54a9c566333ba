import { AthanorError } from "../../src/error/athanor-error.js";
import type {
  MigrationPlaces,
  OrmMigration,
  OrmMigrations,
  WrittenMigration,
  WrittenStatement,
} from "../../src/plugin/orm-migrations.js";
import { compact } from "../../src/schema/compact.js";
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

/** A file as `typeorm migration:create` would begin it, named as TypeORM's users name theirs: `1700000000000-AddUsers`. */
function writeMigration(migration: WrittenMigration): {
  readonly name: string;
  readonly text: string;
} {
  const word = classWord(migration.message);
  const className = `${word}${migration.timestamp}`;
  const typed = migration.language === "typescript";
  const runner = typed ? "queryRunner: QueryRunner" : "queryRunner";
  const method = (name: string, statements: readonly WrittenStatement[]): readonly string[] => [
    `  ${typed ? "public " : ""}async ${name}(${runner})${typed ? ": Promise<void>" : ""} {`,
    ...statements.flatMap(statementLines),
    "  }",
  ];
  const lines = [
    ...(typed ? [`import type { MigrationInterface, QueryRunner } from "typeorm";`, ""] : []),
    opening[migration.language](className),
    `  name = "${className}";`,
    ...(migration.transaction ? [] : ["  transaction = false;"]),
    "",
    ...method("up", migration.upgrade),
    "",
    ...method("down", migration.downgrade),
    migration.language === "commonjs" ? "};" : "}",
    "",
  ];
  return { name: `${migration.timestamp}-${word}`, text: lines.join("\n") };
}

const opening: Readonly<Record<WrittenMigration["language"], (name: string) => string>> = {
  typescript: (name) => `export class ${name} implements MigrationInterface {`,
  esm: (name) => `export class ${name} {`,
  commonjs: (name) => `exports.${name} = class ${name} {`,
};

function statementLines({ kind, text }: WrittenStatement): readonly string[] {
  if (kind === "comment") return text.split("\n").map((line) => `    ${line.replace(/^--/, "//")}`);
  const escaped = text.replace(/;\s*$/, "").replace(/[`\\]|\$\{/g, "\\$&");
  return [`    await queryRunner.query(\`${escaped}\`);`];
}

/** `add users' e-mail` as `AddUsersEMail`; a class needs a letter first. */
function classWord(message: string): string {
  const words = message.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^\p{L}/u.test(joined) ? joined : `Migration${joined}`;
}
