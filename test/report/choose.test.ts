import { PassThrough } from "node:stream";
import { expect } from "chai";
import { choose } from "../../src/report/choose.js";

describe("choose", () => {
  it("asks, and gives what the arrow keys and the return key chose", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const shown: Buffer[] = [];
    output.on("data", (chunk: Buffer) => shown.push(chunk));
    const answer = choose("Which data source?", ["a.ts", "b.ts", "c.ts"], { input, output });
    while (!Buffer.concat(shown).toString().includes("c.ts")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    input.write("\u001b[B");
    input.write("\r");
    expect(await answer).to.equal("b.ts");
    expect(Buffer.concat(shown).toString()).to.include("Which data source?");
  });
});
