// Writes the JavaScript of the package: one file for each way in, and what they share once. Node 20 takes a third of a
// millisecond of CPU for each file that it imports; there are hundreds of sources, and a command needs most of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const built = Object.values(manifest.exports).flatMap((door) => door.default ?? []);
const doors = built.map((path) => path.replace("./dist/", "").replace(/\.js$/, ".ts"));
const commands = readdirSync(join(root, "src/commands")).map((file) => `src/commands/${file}`);

await build({
  absWorkingDir: root,
  entryPoints: [...doors, "src/bin.ts", ...commands],
  outbase: ".",
  outdir: "dist",
  bundle: true,
  splitting: true,
  // Files find the rest of the package by their place: as deep as the sources.
  chunkNames: "src/shared/[name]-[hash]",
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  // Errors and findings say the names of functions and classes.
  keepNames: true,
});
