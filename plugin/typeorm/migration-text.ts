import type { WrittenMigration, WrittenStatement } from "../../src/plugin/orm-migrations.js";

/** A file as `typeorm migration:create` would begin it, named as TypeORM's users name theirs: `1700000000000-AddUsers`. */
export function writeMigration(migration: WrittenMigration): {
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
