import { expect } from "chai";
import { withCommandLine } from "../support/command-line.js";

const ESCAPE = "\u001B[";
const unset = { NO_COLOR: undefined, FORCE_COLOR: undefined };

/** What it prints of a data source that is not there, under these variables. */
async function printed(variables: Readonly<Record<string, string | undefined>>): Promise<string> {
  let text = "";
  await withCommandLine({ "package.json": `{ "type": "module" }` }, async (cli) => {
    const ended = await cli.athanorWith(variables, "current", "-d", "nowhere.ts");
    text = ended.stdout + ended.stderr;
  });
  return text;
}

describe("the colours", () => {
  it("stay out of a pipe", async () => {
    expect(await printed(unset))
      .to.include("nowhere.ts")
      .and.not.include(ESCAPE);
  });

  it("stay out of a pipe in CI too", async () => {
    const variables = { ...unset, CI: "true", GITHUB_ACTIONS: "true" };
    expect(await printed(variables))
      .to.include("nowhere.ts")
      .and.not.include(ESCAPE);
  });

  it("are painted into a pipe where FORCE_COLOR says so", async () => {
    expect(await printed({ ...unset, FORCE_COLOR: "1" })).to.include(ESCAPE);
  });
});
