import * as Flags from "@oclif/core/flags";
import { databaseFlag, tagFlag } from "./athanor-command.js";
import { noInput } from "./person.js";
import { parseDuration } from "../config/duration.js";

const durationFlag = Flags.custom<number>({
  helpValue: "DURATION",
  parse: async (text) => {
    const milliseconds = text === "0" ? 0 : parseDuration(text);
    if (milliseconds !== undefined) return milliseconds;
    throw new Error(`"${text}" is not a duration. Write 500ms, 3s, 5m, 1h, or 0 for no end.`);
  },
});

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
  "trust-journal": Flags.boolean({
    description:
      "take what a half-done revision has recorded for done, whatever its file now says (MySQL, MariaDB)",
  }),
  tag: tagFlag,
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
  "no-input": noInput,
  verbose: Flags.boolean({ char: "v", description: "tell each statement as it runs" }),
};
