import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** Which of Node's two module systems a file is written for. */
export type ModuleKind = "esm" | "cjs";

const byExtension: Readonly<Record<string, ModuleKind>> = {
  ".mts": "esm",
  ".mjs": "esm",
  ".cts": "cjs",
  ".cjs": "cjs",
};

function readType(folder: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      type?: string;
    };
    return manifest.type ?? "commonjs";
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failure;
  }
}

/** As Node decides it: by the extension, else by `"type"` of the nearest `package.json`. */
export function moduleKindOf(path: string): ModuleKind {
  return byExtension[extname(path)] ?? kindOfFolder(dirname(path));
}

/** Node itself reads a `package.json` once a process. */
const known = new Map<string, ModuleKind>();

function kindOfFolder(folder: string): ModuleKind {
  const kind = known.get(folder) ?? readKind(folder);
  known.set(folder, kind);
  return kind;
}

function readKind(folder: string): ModuleKind {
  const type = readType(folder);
  if (type !== undefined) return type === "module" ? "esm" : "cjs";
  return dirname(folder) === folder ? "cjs" : kindOfFolder(dirname(folder));
}
