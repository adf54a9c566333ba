import { expect } from "chai";
import { AthanorError } from "../../src/error/athanor-error.js";
import { annotateCheck, annotateFailure, annotationText } from "../../src/report/annotation.js";

const nothing = {
  database: "default",
  operations: [],
  hazards: [],
  unmanaged: [],
  questions: [],
  notes: [],
  edited: [],
};

describe("annotationText", () => {
  it("is the command that GitHub reads, the file relative to the working copy", () => {
    const annotation = { title: "t", message: "m", file: "/app/src/a.ts", line: 3 };
    expect(annotationText(annotation, "/app")).to.equal("::error title=t,file=src/a.ts,line=3::m");
  });

  it("stays one line, whatever the message and the title hold", () => {
    const annotation = { title: "a: b, c", message: "100%\nof it" };
    expect(annotationText(annotation, "/app")).to.equal(
      "::error title=a%3A b%2C c::100%25%0Aof it",
    );
  });

  it("holds no password", () => {
    const annotation = { title: "t", message: "postgres://app:secret@db/shop" };
    expect(annotationText(annotation, "/app")).not.to.contain("secret");
  });
});

describe("annotateFailure", () => {
  const fail = (facts: Readonly<Record<string, unknown>>) =>
    annotateFailure(new AthanorError({ code: "test:FAILED", message: "No.", facts }));

  for (const [what, facts, expected] of [
    ["a syntax error", { path: "/a.ts", place: "/a.ts:2:14" }, { file: "/a.ts", line: 2 }],
    [
      "the user's own code",
      { path: "/v.ts", userStack: "up (/m.ts:6:23)\nupgrade (/v.ts:19:3)" },
      { file: "/m.ts", line: 6 },
    ],
    ["a revision", { path: "/v.ts" }, { file: "/v.ts" }],
    ["nothing of the project", {}, {}],
  ] as const) {
    it(`names the place of ${what}`, () => {
      const { file, line } = fail(facts);
      expect({ ...(file && { file }), ...(line && { line }) }).to.deep.equal(expected);
    });
  }

  it("tells what to do next", () => {
    const failure = new AthanorError({
      code: "test:C",
      message: "No.",
      suggestions: ["athanor check"],
    });
    expect(annotateFailure(failure).message).to.equal("No.\nTry this: athanor check");
  });
});

describe("annotateCheck", () => {
  it("has nothing to say of a clean database", () => {
    expect(annotateCheck([nothing])).to.deep.equal([]);
  });

  it("tells all differences of a database together, and each edited file by itself", () => {
    const edited = [{ revision: "aaaa", path: "/v/a.ts", appliedAt: "2026-11-20T08:30:00Z" }];
    const told = annotateCheck([{ ...nothing, operations: ["add a", "add b"], edited }]);
    expect(told.map(({ file }) => file)).to.deep.equal([undefined, "/v/a.ts"]);
    expect(told[0]?.message).to.contain("add a\nadd b");
  });
});
