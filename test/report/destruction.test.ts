import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { Destruction } from "../../src/runner/run-request.js";
import { catchRejection } from "../support/catch-error.js";
import { confirmAtTerminal } from "../../src/report/destruction.js";

const destruction: Destruction = {
  database: "default",
  operation: 'drop column "users"."bio"',
  code: "DROPS_COLUMN",
  message: 'drops the column "bio" and its values',
  rows: 3,
  sampled: false,
};

/** What is shown, and what is answered to these keys. */
async function confirm(given: Destruction, keys: string) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const answer = confirmAtTerminal({ input, output })(given);
  while (!shown.includes("Go on")) await new Promise((resolve) => setTimeout(resolve, 10));
  for (const key of keys) input.write(key);
  return { answer: await answer, shown: shown.replace(/\s+/g, " ") };
}

describe("values that are about to be destroyed", () => {
  it("are destroyed where a person at a terminal says so", async () => {
    const { answer, shown } = await confirm(destruction, "y\r");
    expect(answer).to.equal(true);
    expect(shown).to.include('drops the column "bio" and its values; 3 rows lose something');
  });

  it("are kept by the return key alone", async () => {
    expect((await confirm(destruction, "\r")).answer).to.equal(false);
  });

  it("are kept by Ctrl+C, which ends the run", async () => {
    const failure = await catchRejection(() => confirm(destruction, "\u0003"));
    expect(failure.code).to.equal("INTERRUPTED");
    expect(failure.facts["signal"]).to.equal("SIGINT");
  });

  it("are told with the database where it has a name", async () => {
    const { shown } = await confirm({ ...destruction, database: "audit", rows: 1 }, "\r");
    expect(shown).to.include('in "audit"');
    expect(shown).to.include("1 row loses something");
  });
});
