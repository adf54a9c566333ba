import { expect } from "chai";
import { firstPlace } from "../../src/loading/failure.js";

const stacks: readonly (readonly [stack: string, place: string])[] = [
  ["Error: x\n    at up (/app/a.ts:1:2)", "/app/a.ts:1:2"],
  ["Error: x\n    at file:///app/a.mjs:1:2", "/app/a.mjs:1:2"],
  ["Error: x\n    at up (C:\\app\\a.ts:1:2)", "C:\\app\\a.ts:1:2"],
  ["Error: x\n    at c:\\my app\\a.ts:1:2", "c:\\my app\\a.ts:1:2"],
  ["Error: x\n    at file:///C:/app/a.mjs:1:2", "C:/app/a.mjs:1:2"],
  [
    "Error: x\n    at f (node:internal/x:1:2)\n    at g (C:\\app\\node_modules\\b\\b.js:1:2)\n    at up (C:\\app\\a.ts:3:4)",
    "C:\\app\\a.ts:3:4",
  ],
];

describe("the first place of a stack", () => {
  for (const [stack, place] of stacks) {
    it(`is found: ${place} in ${stack.split("\n").slice(1).join()}`, () => {
      expect(firstPlace(stack)).to.equal(place);
    });
  }
});
