// Writes the table of warnings of docs/autogenerate.md: node --import tsx docs/generate/hazards.ts
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import prettier from "prettier";
import { hazardCodes } from "../../src/operation/hazard-codes.js";
import { replaceRegion } from "./region.js";

/** Where the page lies. */
export const hazardsPage = join(resolve(import.meta.dirname, "../.."), "docs/autogenerate.md");

/** The page with its table as the hazards are now. */
export async function renderHazardsPage(page: string): Promise<string> {
  const rows = Object.entries(hazardCodes).map(([code, entry]) => {
    const safeWay =
      "safeWay" in entry ? entry.safeWay : "the warning says it, where there is a way";
    return `| \`${code}\` | ${entry.meaning} | ${entry.rows} | ${safeWay} |`;
  });
  const head = [
    "| code | what happens | rows that are counted | without harm |",
    "| --- | --- | --- | --- |",
  ];
  const text = replaceRegion(page, "hazards", [...head, ...rows].join("\n"));
  const options = await prettier.resolveConfig(hazardsPage);
  return prettier.format(text, { ...options, parser: "markdown" });
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(hazardsPage, await renderHazardsPage(readFileSync(hazardsPage, "utf8")));
}
