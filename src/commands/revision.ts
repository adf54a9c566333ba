import { relative } from "node:path";
import * as Flags from "@oclif/core/flags";
import { revision } from "../action/revision.js";
import type { RevisionResult } from "../action/revision.js";
import {
  describeChain,
  describeDifferences,
  describeUnmanaged,
  describeWarnings,
} from "../report/difference.js";
import { describeQuestions } from "../report/question.js";
import { place } from "../report/run.js";
import { AthanorCommand } from "./athanor-command.js";
import { databaseFlag, inProject, type ParsedFlags } from "./global-flags.js";
import { noInput } from "./person.js";

export default class RevisionCommand extends AthanorCommand {
  static override summary = "Write a revision file.";
  static override description =
    "With --autogenerate it holds the difference between the entities and the database; where there is none, " +
    "nothing is written and the exit code is 0. The database must have all revisions.\n" +
    "The first revision of a database that has tables already is --baseline: the difference does not hold these tables, and a new database would lack them.\n" +
    "What no transaction can hold (batches, concurrent indexes) is written as a revision of its own: several files that follow each other. " +
    "--rev-id is then the id of the last, --branch-label, --depends-on, --head and --splice are about the first.\n" +
    "What the difference cannot tell (is it new, or renamed?) is asked at a terminal. Without one, or with --no-input, " +
    "it is listed with the flags that answer it, and nothing is guessed.";
  static override examples = [
    '<%= config.bin %> revision --autogenerate -m "create users"',
    '<%= config.bin %> revision --baseline -m "what was there"',
    '<%= config.bin %> revision -m "fill countries"',
    '<%= config.bin %> revision --autogenerate -m "full names" --rename users.name:fullName',
    "<%= config.bin %> revision --autogenerate --replace --rename users.name:fullName",
  ];
  static override flags = {
    database: databaseFlag,
    message: Flags.string({ char: "m", description: "what it does, in a few words" }),
    autogenerate: Flags.boolean({
      description: "fill it from the difference between entities and database",
    }),
    baseline: Flags.boolean({
      allowNo: true,
      description:
        "write all that the database has as the first revision, and stamp the database; --no-baseline, with --autogenerate: the first revision holds only the differences",
    }),
    rehearse: Flags.boolean({
      dependsOn: ["autogenerate"],
      exclusive: ["sql"],
      description:
        "run it up and down in a transaction that is rolled back; keep the file only if that leads to the entities and back",
    }),
    replace: Flags.boolean({
      dependsOn: ["autogenerate"],
      exclusive: ["rev-id", "splice", "version-path"],
      description:
        "write the newest revision once more, in the place of its file, as though it did not exist; no database may have it",
    }),
    force: Flags.boolean({
      dependsOn: ["replace"],
      description: "replace a file even if it was edited since autogenerate wrote it",
    }),
    sql: Flags.boolean({ description: "print the file instead of writing it" }),
    empty: Flags.boolean({ description: "write a file even if nothing changed" }),
    rename: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "OLD:NEW",
      description:
        "what was renamed: a table, table.column, enum.value or table.column.value, a name with a dot between double quotes; repeatable",
    }),
    new: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "NAME",
      description:
        "what is new, and no rename: a table, table.column, enum.value or table.column.value; repeatable",
    }),
    backfill: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "TABLE.COLUMN=SQL",
      description: "what the rows get in a column that becomes required; repeatable",
    }),
    convert: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "TABLE.COLUMN=HOW",
      description:
        "how the values of a column are converted whose type changes: what each is (list, json, array, value), or SQL; repeatable",
    }),
    strict: Flags.boolean({
      description: "write nothing and exit 3 while a question is open",
    }),
    split: Flags.boolean({
      dependsOn: ["autogenerate"],
      description:
        "write several revisions where one transaction would hold more locks than the server has room for",
    }),
    "no-input": noInput,
    head: Flags.string({ helpValue: "REV", description: "the revision to build on" }),
    splice: Flags.boolean({ description: "allow a revision that already has children" }),
    "branch-label": Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "LABEL",
      description: "a label for the branch that begins here; repeatable",
    }),
    "version-path": Flags.string({
      helpValue: "FOLDER",
      description: "the version location to write to",
    }),
    "rev-id": Flags.string({ helpValue: "ID", description: "the id, instead of a random one" }),
    "depends-on": Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: "REV",
      description: "a revision that must be applied before; repeatable",
    }),
  };

  async run(): Promise<RevisionResult> {
    const { flags } = await this.parse(RevisionCommand);
    const ask = this.person(flags);
    const result = await revision({
      ...this.projectOptions(flags),
      ...choicesOf(flags),
      ...(ask === undefined ? {} : { ask }),
    });
    this.warnAll(flags, result.notes);
    for (const warning of describeWarnings(result.databases)) this.inform(flags, warning);
    this.inform(flags, describeUnmanaged(result.databases));
    this.inform(
      this.jsonEnabled() ? { quiet: true } : { quiet: false },
      describeQuestions(result.databases, inProject(result.again, flags), (command) =>
        inProject(command, flags),
      ),
    );
    this.tell(flags, result);
    return result;
  }

  private tell(flags: ParsedFlags & { readonly strict: boolean }, result: RevisionResult): void {
    const { written, revisions, replaced } = result;
    if (written) {
      this.inform(flags, describeDifferences(result.databases));
      const paths = revisions.flatMap(({ path }) => path ?? []);
      for (const path of replaced.filter((old) => !paths.includes(old)))
        this.print(`Removed ${relative(process.cwd(), path)}`);
      for (const path of paths)
        this.print(
          `${replaced.includes(path) ? "Replaced" : "Wrote"} ${relative(process.cwd(), path)}`,
        );
      this.inform(flags, describeChain(revisions));
      this.tellStamped(flags, result);
    } else if (revisions.length > 0) {
      this.print(revisions.map(({ text }) => text.trimEnd()).join("\n\n"));
    } else if (result.databases.some(({ operations }) => operations.length > 0)) {
      this.print("Nothing was written.");
      if (hasQuestions(result)) this.findSomething();
    } else {
      this.print("No differences: the database is as the entities want it. Nothing was written.");
      if (flags.strict && hasQuestions(result)) this.findSomething();
    }
  }

  private tellStamped(flags: ParsedFlags, { stamped, again }: RevisionResult): void {
    if (stamped === undefined) return;
    this.print(`The database is stamped ${place(stamped)}.`);
    this.inform(flags, `Next: ${inProject(again === "" ? "athanor check" : again, flags)}`);
  }
}

function hasQuestions({ databases }: RevisionResult): boolean {
  return databases.some(({ questions }) => questions.length > 0);
}

type Choices = {
  readonly message: string | undefined;
  readonly autogenerate: boolean;
  readonly baseline: boolean | undefined;
  readonly rehearse: boolean;
  readonly replace: boolean;
  readonly force: boolean;
  readonly sql: boolean;
  readonly empty: boolean;
  readonly strict: boolean;
  readonly split: boolean;
  readonly backfill: readonly string[] | undefined;
  readonly convert: readonly string[] | undefined;
  readonly rename: readonly string[] | undefined;
  readonly new: readonly string[] | undefined;
  readonly head: string | undefined;
  readonly splice: boolean;
  readonly "branch-label": readonly string[] | undefined;
  readonly "version-path": string | undefined;
  readonly "rev-id": string | undefined;
  readonly "depends-on": readonly string[] | undefined;
};

function choicesOf(flags: Choices) {
  const { message, head, autogenerate, rehearse, replace, force, empty, splice } = flags;
  const { strict, split, baseline } = flags;
  const { "version-path": versionPath, "rev-id": revId } = flags;
  return {
    ...(message === undefined ? {} : { message }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(head === undefined ? {} : { head }),
    ...(versionPath === undefined ? {} : { versionPath }),
    ...(revId === undefined ? {} : { revId }),
    autogenerate,
    rehearse,
    replace,
    force,
    empty,
    splice,
    strict,
    split,
    sql: flags.sql,
    rename: flags.rename ?? [],
    new: flags.new ?? [],
    backfill: flags.backfill ?? [],
    convert: flags.convert ?? [],
    branchLabel: flags["branch-label"] ?? [],
    dependsOn: flags["depends-on"] ?? [],
  };
}
