import { expect } from "chai";
import { describeUsageError, type ParserFailure } from "../../src/report/usage-error.js";

const failure = (message: string, facts: object = {}): ParserFailure =>
  Object.assign(new Error(message), facts);

const history = { name: "history", flags: ["range", "limit", "verbose"] };

/** What the parser throws, the command, and what is said instead. */
const cases = [
  {
    title: "a missing argument is one sentence",
    failure: failure("Missing 1 required arg:\nrevision  which revision\n\nNote: --x ...", {
      args: [{ name: "revision", description: "which revision" }],
    }),
    command: { name: "show", flags: [] },
    message: `"athanor show" needs REVISION (which revision).`,
    suggestions: ["athanor show --help"],
  },
  {
    title: "a flag of Alembic's is answered with ours",
    failure: failure("Nonexistent flag: --rev-range\nSee more help with --help", {
      flags: ["--rev-range"],
    }),
    command: history,
    message: `Unknown flag "--rev-range" of "athanor history".`,
    suggestions: ["athanor history --range", "athanor history --help"],
  },
  {
    title: "a flag with a slip in it is answered with the one that is near",
    failure: failure("Nonexistent flag: --limits", { flags: ["--limits"] }),
    command: history,
    message: `Unknown flag "--limits" of "athanor history".`,
    suggestions: ["athanor history --limit", "athanor history --help"],
  },
  {
    title: "an argument too many is named",
    failure: failure("Unexpected argument: b", { args: ["b"] }),
    command: { name: "show", flags: [] },
    message: `"athanor show" does not take the argument "b".`,
    suggestions: ["athanor show --help"],
  },
  {
    title: "a value that a flag cannot take is told behind the flag",
    failure: failure('Parsing --lock-timeout \n\t"abc" is not a duration.'),
    command: { name: "upgrade", flags: ["lock-timeout"] },
    message: '--lock-timeout: "abc" is not a duration.',
    suggestions: ["athanor upgrade --help"],
  },
  {
    title: "flags that do not go together are told without a frame",
    failure: failure(
      "The following error occurred:\n  --sql=true cannot also be provided when using --rehearse\nSee more help with --help",
    ),
    command: { name: "revision", flags: [] },
    message: "--sql=true cannot also be provided when using --rehearse",
    suggestions: ["athanor revision --help"],
  },
];

describe("describeUsageError", () => {
  for (const { title, failure: thrown, command, message, suggestions } of cases) {
    it(`says it in one sentence: ${title}`, () => {
      expect(describeUsageError(thrown, command)).to.deep.equal({ message, suggestions });
    });
  }
});
