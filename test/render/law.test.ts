import { expect } from "chai";
import fc from "fast-check";
import { format } from "prettier";
import type { Manner } from "../../src/runner/replay.js";
import { record } from "../support/record-operations.js";
import { Drawing } from "./draw-operations.js";
import { plainWords } from "./vocabulary.js";
import { languages, loadRendered, renderGeneric } from "./load-rendered.js";

const facts = { dialect: "any", database: "default", offline: true, arguments: {} };

/** As a script, and as a replay of the history. */
const manners: readonly Manner[] = [{ kind: "written", dropsByName: [] }, { kind: "known" }];

describe("law 4: a rendered file", () => {
  for (const language of languages)
    it(`gives, loaded and recorded as ${language}, the operations that were rendered`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (generate) => {
          const drawing = new Drawing((arbitrary) => generate(() => arbitrary));
          const state = drawing.prepare();
          const operations = drawing.operations(4);
          const text = await renderGeneric(operations, { language });
          const { upgrade } = await loadRendered(text, language);
          for (const manner of manners) {
            const recording = await record(upgrade, { state, facts, manner });
            expect(recording.operations).to.deep.equal(operations);
          }
        }),
        { numRuns: 100, endOnFailure: true },
      );
    });

  it("is not changed by prettier", async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (generate) => {
        const drawing = new Drawing((arbitrary) => generate(() => arbitrary), plainWords);
        drawing.prepare();
        const text = await renderGeneric(drawing.operations(4));
        expect(await format(text, { parser: "typescript", printWidth: 100 })).to.equal(text);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
