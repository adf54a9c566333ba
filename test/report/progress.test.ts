import { expect } from "chai";
import { liveProgress } from "../../src/report/live-progress.js";
import { plainProgress, type Progress } from "../../src/report/progress.js";
import type { ProgressEvent } from "../../src/runner/run-request.js";

const database = "default";
const moved = { database, revision: "ae10", direction: "upgrade" } as const;
const sql = "CREATE INDEX by_name ON users (name)";
const blocker = { process: "42", application: "psql", user: "ada" };

const planned: ProgressEvent = { kind: "planned", database, revisions: ["9f00", "ae10"] };
const started: ProgressEvent = {
  kind: "revisionStarted",
  ...moved,
  message: "index",
  path: "a.ts",
};
const begun: ProgressEvent = { kind: "statementStarted", database, sql };
const blocked: ProgressEvent = { kind: "statementBlocked", database, sql, blockers: [blocker] };
const advanced: ProgressEvent = {
  kind: "statementProgress",
  database,
  sql,
  phase: "building index",
  done: 45,
  total: 100,
};
const done: ProgressEvent = {
  kind: "statementFinished",
  database,
  sql,
  milliseconds: 3400,
  rows: 0,
};
const finished: ProgressEvent = {
  kind: "revisionFinished",
  ...moved,
  milliseconds: 1,
  statements: 1,
};
const committed: ProgressEvent = { kind: "committed", database };
const waiting: ProgressEvent = { kind: "waiting", database, holder: "deploy@web-1" };
const retrying: ProgressEvent = {
  kind: "retrying",
  database,
  blockers: [blocker],
  retriesLeft: 2,
  repeated: "transaction",
};

const tell = ({ onProgress }: Progress, events: readonly ProgressEvent[]): void =>
  events.forEach(onProgress);

function plain(events: readonly ProgressEvent[], statements = false): readonly string[] {
  const lines: string[] = [];
  tell(
    plainProgress((line) => lines.push(line), statements),
    events,
  );
  return lines;
}

describe("a revision that runs no statement", () => {
  const silence = 20;
  const told = async (events: readonly ProgressEvent[]): Promise<readonly string[]> => {
    const lines: string[] = [];
    tell(
      plainProgress((line) => lines.push(line), false, silence),
      events,
    );
    await new Promise((resolve) => setTimeout(resolve, 5 * silence));
    return lines.filter((line) => line.includes("has run no statement"));
  };

  it("is named after a while, once", async () => {
    const [line, ...more] = await told([started, begun, done]);
    expect(line).to.match(/Revision ae10 \(a\.ts\) has run no statement/);
    expect(more).to.deep.equal([]);
  });

  it("is not named while a statement runs, nor once it has ended", async () => {
    expect(await told([started, begun])).to.deep.equal([]);
    expect(await told([started, finished])).to.deep.equal([]);
  });
});

/** What a terminal shows in the end, and all that was shown on the line that is written over. */
function live(events: readonly ProgressEvent[], statements = false) {
  let time = 0;
  let written = "";
  const terminal = { columns: 80, write: (text: string) => (written += text) };
  const progress = liveProgress(terminal, statements, () => (time += 1000));
  tell(progress, events);
  progress.end();
  const drawn = written.split(/\r\u001b\[2K|\n/).filter((text) => text !== "");
  const stays = written
    .split("\n")
    .slice(0, -1)
    .map((line) => line.replace(/^[^]*\r\u001b\[2K/, ""));
  return {
    drawn,
    stays,
    rest: written
      .split("\n")
      .at(-1)
      ?.replace(/[^]*\r\u001b\[2K/, ""),
  };
}

describe("progress where no person sits", () => {
  it("is a line for each revision", () => {
    expect(plain([planned, started, begun, done, finished, committed])).to.deep.equal([
      "Running upgrade ae10 index",
    ]);
  });

  it("is a line for each statement too where that is asked for", () => {
    expect(plain([started, begun, done], true).at(-1)).to.equal(`  ${sql}`);
  });

  it("says for whom it waits, once, however often it is told", () => {
    expect(plain([waiting, started, blocked, blocked])).to.deep.equal([
      "Waiting for another run to finish: deploy@web-1.",
      "Running upgrade ae10 index",
      "  waiting for a lock held by process 42 (psql, user ada)",
    ]);
  });

  it("says that it tries again", () => {
    expect(plain([retrying])[0]).to.match(
      /^Could not get a lock held by process 42.*2 more attempts/,
    );
  });
});

describe("progress on a terminal", () => {
  it("shows the revision, its place, the statement and the time on one line", () => {
    const { drawn } = live([planned, started, begun]);
    expect(drawn.at(-1)).to.match(
      /^\d\.\d s {2}2\/2 Running upgrade ae10 index {2}CREATE INDEX by_name/,
    );
  });

  it("shows what the server says of the statement", () => {
    expect(live([planned, started, begun, advanced]).drawn.at(-1)).to.contain(
      "building index 45 %",
    );
    expect(live([planned, started, begun, blocked]).drawn.at(-1)).to.contain("held by process 42");
  });

  it("never takes more than one line", () => {
    const { drawn } = live([planned, started, { ...begun, sql: "x\n".repeat(200) }]);
    expect(Math.max(...drawn.map((line) => line.length))).to.be.below(80);
  });

  it("leaves nothing behind", () => {
    const { stays, rest } = live([planned, started, begun, done, finished, committed]);
    expect(stays).to.deep.equal([]);
    expect(rest).to.equal("");
  });

  it("leaves nothing behind when the run breaks off", () => {
    expect(live([planned, started, begun]).rest).to.equal("");
  });

  it("leaves the terminal to a question, and comes back after it", async () => {
    let written = "";
    const terminal = { write: (text: string) => (written += text), columns: 80 };
    const progress = liveProgress(terminal, false);
    tell(progress, [planned, started, begun]);
    await progress.aside(async () => {
      written = "";
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(written).to.equal("");
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(written).to.include("Running upgrade ae10");
    progress.end();
  });

  it("leaves each statement with its time where that is asked for", () => {
    expect(live([started, begun, done, finished], true).stays).to.deep.equal([
      `  ${sql};  -- 3.4 s`,
    ]);
  });
});
