import { expect } from "chai";
import type { DatabaseDifference } from "../../src/compare/difference.js";
import type { BaselineQuestion } from "../../src/compare/question.js";
import { describeQuestions } from "../../src/report/question.js";
import {
  describeDifferences,
  describeUnmanaged,
  describeWarnings,
} from "../../src/report/difference.js";

const difference: DatabaseDifference = {
  database: "main",
  operations: ['add column "bio"'],
  hazards: [
    { operation: "drop it", code: "DROPS_COLUMN", severity: "data-loss", message: "drops it" },
  ],
  unmanaged: [{ kind: "table", name: "old" }],
  questions: [],
  notes: ["passed over"],
};
const none: DatabaseDifference = {
  database: "audit",
  operations: [],
  hazards: [],
  unmanaged: [],
  questions: [],
  notes: [],
};

describe("differences of several databases", () => {
  it("have a heading where there is something under it", () => {
    expect(describeDifferences([difference, none])).to.equal('main:\n  - add column "bio"');
  });

  it("name the database in notes, warnings and what is kept", () => {
    expect(describeWarnings([difference, none]).join("\n")).to.match(
      /main: drops it \(DROPS_COLUMN\)\nNote: main: passed over$/,
    );
    expect(describeUnmanaged([difference, none])).to.match(/table "old" in "main"$/);
  });

  it("name nothing where there is one database", () => {
    expect(describeWarnings([difference])[1]).to.equal("Note: passed over");
    expect(describeUnmanaged([difference])).to.match(/table "old"$/);
  });
});

describe("tables that were there before the first revision", () => {
  it("are named with what it means, and with the commands of the same project", () => {
    const question: BaselineQuestion = {
      kind: "baseline",
      database: "audit",
      tables: ["events"],
      command: 'athanor revision --baseline -m "..."',
      flag: "--no-baseline",
    };
    const databases = [difference, { ...none, questions: [question] }];
    const text = describeQuestions(databases, "athanor revision", (command) => `${command} -n ci`);
    expect(text).to.include(
      'The database "audit" has 1 table of the entities already (events), and no revision makes this table. The new revision holds only the differences: a new database that is upgraded from the revisions will lack this table.',
    );
    expect(text).to.include(': athanor revision --baseline -m "..." -n ci\n');
    expect(text).to.match(/: athanor revision --no-baseline$/);
  });
});
