import type { MigrationsChoice, PriorMigrations } from "../adopt/prior-migrations.js";
import { count } from "./duration.js";
import { prompt, type Streams } from "./prompt.js";

/** Asks a person at a terminal to choose one of several. */
export function choose(
  question: string,
  candidates: readonly string[],
  streams?: Streams,
): Promise<string> {
  const choices = candidates.map((value) => ({ value }));
  return prompt(({ select }) => select({ message: question, choices }, streams));
}

/** Asks what becomes of the migrations that `init` found. */
export function askMigrations(
  { files, rows }: PriorMigrations,
  streams?: Streams,
): Promise<MigrationsChoice> {
  const found =
    files > 0
      ? `The project has ${count(files, "TypeORM migration")}.`
      : `TypeORM has run ${count(rows, "migration")} in the database.`;
  const choices: readonly { readonly name: string; readonly value: MigrationsChoice }[] = [
    { name: "Keep them: one revision runs each migration (--adopt)", value: "adopt" },
    {
      name: "Replace them: one revision makes the database as it is now (--baseline)",
      value: "baseline",
    },
    { name: "Ignore them (--no-adopt)", value: "ignore" },
  ];
  return prompt(({ select }) =>
    select<MigrationsChoice>(
      { message: `${found} What becomes of them?`, choices: [...choices] },
      streams,
    ),
  );
}
