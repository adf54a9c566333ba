import * as Flags from "@oclif/core/flags";
import { forShell } from "../compare/rename-option.js";

const group = "GLOBAL";

/** The flags that every command has. */
export const globalFlags = {
  config: Flags.string({
    char: "c",
    helpGroup: group,
    helpValue: "FILE",
    description: "the configuration file (default: $ATHANOR_CONFIG, else found upward from here)",
  }),
  name: Flags.string({
    char: "n",
    helpGroup: group,
    helpValue: "ENVIRONMENT",
    description: "the named environment of the configuration",
  }),
  "data-source": Flags.string({
    char: "d",
    helpGroup: group,
    helpValue: "FILE",
    description:
      "a file that exports a TypeORM DataSource, FILE#name for one of several; needs no configuration",
  }),
  x: Flags.string({
    char: "x",
    helpGroup: group,
    helpValue: "KEY=VALUE",
    multiple: true,
    multipleNonGreedy: true,
    description: "an argument for env.ts and the revisions; repeatable",
  }),
  quiet: Flags.boolean({
    char: "q",
    helpGroup: group,
    description: "print results and errors only",
  }),
};

/** The flag of the commands that work on databases. */
export const databaseFlag = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  helpValue: "NAME",
  description: "only this one of the databases that env.ts names; repeatable (default: all)",
});

/** The flag of the commands that move a database. */
export const tagFlag = Flags.string({
  helpValue: "TEXT",
  description: "a word for env.ts, which gets it as `tag`; it means what the project makes of it",
});

/** The command, for the project that these flags say, as a shell takes it. */
export function inProject(command: string, flags: ParsedFlags): string {
  const given = { "-c": flags.config, "-n": flags.name, "-d": flags["data-source"] };
  return [
    command,
    ...Object.entries(given).flatMap(([flag, value]) =>
      value === undefined ? [] : [`${flag} ${forShell(value)}`],
    ),
    ...(flags.x ?? []).map((value) => `-x ${forShell(value)}`),
  ].join(" ");
}

/** The flags above, parsed. */
export type ParsedFlags = {
  readonly config: string | undefined;
  readonly name: string | undefined;
  readonly "data-source": string | undefined;
  readonly x: readonly string[] | undefined;
  readonly quiet: boolean;
  readonly database?: readonly string[] | undefined;
  readonly tag?: string | undefined;
};
