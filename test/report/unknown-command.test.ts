import { expect } from "chai";
import { unknownCommand } from "../../src/report/unknown-command.js";

const commands = ["upgrade", "list-templates", "history"];

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
