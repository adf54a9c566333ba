// Writes the JavaScript of the package: one file for each way in, and what they share once. Node 20 takes a third of a
// millisecond of CPU for each file that it imports; there are hundreds of sources, and a command needs most of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const built = Object.values(manifest.exports).flatMap((door) => door.default ?? []);
const doors = built.map((path) => path.replace("./dist/", "").replace(/\.js$/, ".ts"));
const parser = "oxc-parser.cjs";
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
  platform: "node",
  format: "esm",
  target: "node20",
  // Errors and findings say the names of functions and classes.
  keepNames: true,
  // Small, and for `import` alone: what compiles this package to CommonJS, as some runners of TypeScript do, could not require it.
  plugins: [leaveExternal(["string-argv"])],
  define: { PARSER: JSON.stringify(`./${parser}`) },
});

// The parser is an ES module that is required when it is first needed. Out of a zip, where Yarn keeps packages, Node can
// import such a one, and cannot require it. Only its JavaScript is taken in: the native part stays its own package.
await build({
  absWorkingDir: root,
  stdin: { contents: 'export { parseSync } from "oxc-parser";', resolveDir: root },
  outfile: join("dist/src/shared", parser),
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  plugins: [findFromPackage("oxc-parser")],
});

checkParserIsBeside();

/** All packages but these are left out of the bundle. */
function leaveExternal(taken) {
  return {
    name: "leave-external",
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind === "entry-point" || taken.includes(path) ? undefined : { path, external: true },
      );
    },
  };
}

/** What a bundled package requires by itself is found from where the package lies: its own dependencies are not ours. */
function findFromPackage(name) {
  const place = `createRequire(createRequire(__filename).resolve(${JSON.stringify(name)}))`;
  return {
    name: "find-from-package",
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/${name}/.*\\.js$`) }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replaceAll("createRequire(import.meta.url)", place),
        loader: "js",
      }));
    },
  };
}

/** The parser is required by its place beside the file that does so. */
function checkParserIsBeside() {
  const shared = join(root, "dist/src/shared");
  const users = readdirSync(join(root, "dist"), { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      /\.js$/.test(entry.name) &&
      readFileSync(join(entry.parentPath, entry.name), "utf8").includes(`"./${parser}"`),
  );
  if (users.length === 0 || users.some(({ parentPath }) => parentPath !== shared))
    throw new Error(`The parser is required from elsewhere than ${shared}.`);
}
