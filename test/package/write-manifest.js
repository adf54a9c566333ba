// Writes oclif.manifest.json, the contract of the command line, from the built commands.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "./manifest.js";

const root = join(import.meta.dirname, "../..");
writeFileSync(join(root, "oclif.manifest.json"), await readManifest(root));
