import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs packages and better-sqlite3 with npm. The driver is compiled where its binary cannot be fetched, which takes
 * minutes: this checkout has done so already.
 */
export function installWithDriver(place, packages, run) {
  const driver = join(import.meta.dirname, "../../node_modules/better-sqlite3");
  const { version } = JSON.parse(readFileSync(join(driver, "package.json"), "utf8"));
  const all = [...packages, `better-sqlite3@${version}`];
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...all], place);
  cpSync(join(driver, "build"), join(place, "node_modules/better-sqlite3/build"), {
    recursive: true,
  });
}
