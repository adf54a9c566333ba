import { Flags } from "@oclif/core";
import { databaseFlag, tagFlag } from "./athanor-command.js";

/** The flags of the commands that move a database. */
export const migrateFlags = {
  database: databaseFlag,
  sql: Flags.boolean({
    exclusive: ["dry-run"],
    description:
      "print the SQL instead of running it, without a database; the target may be from:to",
  }),
  "dry-run": Flags.boolean({
    description: "run everything for real and roll it back, statement by statement",
  }),
  transaction: Flags.option({
    options: ["all", "each", "none"] as const,
    description:
      "one transaction a run, one a revision, or none (default: as env.ts says, else all)",
  })(),
  tag: tagFlag,
  verbose: Flags.boolean({ char: "v", description: "tell each statement as it runs" }),
};
