import { expect } from "chai";
import fc from "fast-check";
import { format } from "prettier";
import { record } from "../../src/operation/record.js";
import { Drawing } from "./draw-operations.js";
import { plainWords } from "./vocabulary.js";
import { languages, loadRendered, renderGeneric } from "./load-rendered.js";

const facts = { dialect: "any", database: "default", offline: true, arguments: {} };

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
          const recording = await record(upgrade, { state, facts });
          expect(recording.operations).to.deep.equal(operations);
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
