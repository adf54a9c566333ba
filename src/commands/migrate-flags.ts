import { CLIError } from "@oclif/core/errors";
import * as Flags from "@oclif/core/flags";
import { databaseFlag, tagFlag } from "./global-flags.js";
import { noInput } from "./person.js";
import { parseDuration } from "../config/duration.js";

const durationFlag = Flags.custom<number>({
  helpValue: "DURATION",
  parse: async (text) => {
    const milliseconds = text === "0" ? 0 : parseDuration(text);
    if (milliseconds !== undefined) return milliseconds;
    throw new CLIError(`"${text}" is not a duration. Write 500ms, 3s, 5m, 1h, or 0 for no end.`, {
      exit: 2,
    });
  },
});

/** The flags of the commands that move a database. */
export const migrateFlags = {
  database: databaseFlag,
  sql: Flags.boolean({
    exclusive: ["dry-run"],
    description:
      "print the SQL instead of running it, without a database; the target may be from:to (default: an upgrade from base, a downgrade from the heads)",
  }),
  plan: Flags.boolean({
    exclusive: ["sql", "dry-run"],
    description:
      "print what would be done, and run nothing: revisions, operations, their SQL and what they endanger",
  }),
  "dry-run": Flags.boolean({
    description: "run everything for real and roll it back, statement by statement",
  }),
  transaction: Flags.option({
    options: ["all", "each", "none"] as const,
    description:
      "one transaction a run, one a revision, or none (default: as env.ts says, else all)",
  })(),
  "trust-journal": Flags.boolean({
    description: "take what a half-done revision has recorded for done, whatever its file now says",
  }),
  tag: tagFlag,
  "connect-timeout": durationFlag({
    description:
      "how long to wait until a server answers: 30s, 2m; 0: for ever (default: as env.ts or the data source says, else 30s)",
  }),
  "lock-timeout": durationFlag({
    description:
      "how long a statement may wait for a lock: 500ms, 3s; 0: for ever (default: as env.ts says, else 3s)",
  }),
  "statement-timeout": durationFlag({
    description:
      "how long a statement may take (default: as env.ts says, else as the server is set)",
  }),
  "allow-destructive": Flags.boolean({
    description: "run what destroys values of rows without asking",
  }),
  backfill: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: "TABLE.COLUMN=SQL",
    description:
      "what rows get that have no value in a column that a revision makes required; repeatable",
  }),
  "no-input": noInput,
  verbose: Flags.boolean({ char: "v", description: "tell each statement as it runs" }),
};
