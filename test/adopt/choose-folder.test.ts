import { expect } from "chai";
import { chooseFolder, type Predecessor } from "../../src/adopt/adopt.js";
import { catchRejection } from "../support/catch-error.js";

const predecessor = (pattern: string): Predecessor =>
  ({ places: { patterns: [pattern], classes: [] }, migrations: [] }) as unknown as Predecessor;

describe("the folder of revisions beside the ORM's own migrations", () => {
  it("is the first in which the ORM looks for none", async () => {
    const folders = ["migrations", "revisions"];
    const chosen = await chooseFolder("/app", predecessor("migrations/**/*.ts"), folders);
    expect(chosen).to.equal("revisions");
  });

  it("is refused where the ORM would take Athanor's files for migrations", async () => {
    const failure = await catchRejection(() =>
      chooseFolder("/app", predecessor("migrations/**/*.ts"), ["migrations"]),
    );
    expect(failure.code).to.equal("MIGRATIONS_IN_THE_WAY");
  });
});
