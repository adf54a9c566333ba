import { expect } from "chai";
import { unknownCommand, wordsAsFlags } from "../../src/report/unknown-command.js";

const commands = ["upgrade", "list-templates", "history", "revision"];

const cases = [
  {
    title: "a slip of the hand is answered with the command that is near",
    args: ["upgrad", "head"],
    message: 'There is no command "upgrad".',
    suggestions: ["athanor upgrade", "athanor --help"],
  },
  {
    title: "an underscore, as Alembic writes it, is near to a hyphen",
    args: ["list_templates"],
    message: 'There is no command "list_templates".',
    suggestions: ["athanor list-templates", "athanor --help"],
  },
  {
    title: "flags before the command, as Alembic has them, are put behind it",
    args: ["-x", "a=b", "upgrade", "head"],
    message: '"-x" stands before the command: flags, global ones too, stand behind it.',
    suggestions: ["athanor upgrade head -x a=b"],
  },
  {
    title: "a message without its flag is answered with the flag",
    args: ["revision", "add users"],
    message: '"athanor revision" does not take the argument "add users".',
    suggestions: ['athanor revision -m "add users"', "athanor revision --help"],
  },
  {
    title: "a word of another tool is answered with ours",
    args: ["migrate"],
    message: 'There is no command "migrate".',
    suggestions: ["athanor upgrade head", 'athanor revision --autogenerate -m "..."'],
  },
  {
    title: "a word of TypeORM's is answered with ours",
    args: ["migration:revert"],
    message: 'There is no command "migration:revert".',
    suggestions: ["athanor downgrade -1"],
  },
  {
    title: "flags without any command lead to the help",
    args: ["-q"],
    message: '"-q" stands before the command: flags, global ones too, stand behind it.',
    suggestions: ["athanor --help"],
  },
];

describe("a command that is not there", () => {
  for (const { title, args, message, suggestions } of cases)
    it(title, () => {
      expect(unknownCommand(args, commands)).to.deep.equal({ message, suggestions });
    });
});

describe("help and version as words", () => {
  const read: readonly (readonly [typed: string, meant: string])[] = [
    ["help", "--help"],
    ["help upgrade", "upgrade --help"],
    ["version", "--version"],
    ["upgrade head", "upgrade head"],
    ["upgrade help", "upgrade help"],
  ];
  for (const [typed, meant] of read)
    it(`athanor ${typed} is athanor ${meant}`, () => {
      expect(wordsAsFlags(typed.split(" ")).join(" ")).to.equal(meant);
    });
});
