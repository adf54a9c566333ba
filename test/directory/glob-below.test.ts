import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { expect } from "chai";
import fs from "node:fs/promises";
import { findDataSources } from "../../src/directory/find-data-sources.js";
import { globBelow } from "../../src/directory/glob-below.js";
import { withProject } from "../support/project.js";

/** A folder may be called so where a backslash parts no folders. */
const itElsewhere = sep === "/" ? it : it.skip;

describe("files below a folder", () => {
  for (const name of [String.raw`a\b`, "plain", "with (brackets) [x]"]) {
    itElsewhere(`are found where it is called ${name}`, () =>
      withProject({}, async (root) => {
        const folder = join(root, name);
        await mkdir(join(folder, "src/deep"), { recursive: true });
        await mkdir(join(folder, "node_modules"));
        await writeFile(join(folder, "src/deep/one.ts"), "");
        await writeFile(join(folder, "node_modules/two.ts"), "");
        await symlink(join(folder, "src/deep"), join(folder, "link"));
        const ignore = ["**/node_modules/**"];
        expect([...(await globBelow(folder, "src/**/*.ts", { ignore }))]).to.deep.equal([
          "src/deep/one.ts",
        ]);
        expect([...(await globBelow(folder, "src/*", { onlyDirectories: true }))]).to.deep.equal([
          "src/deep/",
        ]);
      }),
    );
  }

  itElsewhere("are found by init: a data source below a folder with a backslash", () =>
    withProject({}, async (root) => {
      const folder = join(root, String.raw`my\app`);
      await mkdir(join(folder, "src"), { recursive: true });
      const path = join(folder, "src/data-source.ts");
      await writeFile(path, `export const db = new DataSource({ type: "postgres" });`);
      const found = await findDataSources(folder, fs);
      expect(found).to.deep.equal([{ path, exportName: "db" }]);
    }),
  );
});
