import { fileURLToPath } from "node:url";

/** Where Athanor's own code is, compiled or not: `src` and `plugin` lie in it. */
const home = new URL("../../", import.meta.url);

const own = ["src/", "plugin/"].flatMap((folder) => {
  const url = new URL(folder, home);
  return [url.href, fileURLToPath(url)];
});

/**
 * The frames of an error's stack that lie in the user's own code, one a line, the innermost first; none where there is
 * none. Athanor's own, Node's and those of packages are left out.
 *
 * @example
 * userStack(error); // "upgrade (/app/migrations/versions/4f1d_users.ts:12:9)"
 */
export function userStack(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const frames = (error.stack ?? "").split("\n").flatMap((line) => {
    const [, frame] = /^\s+at (?:async )?(.*:\d+:\d+\)?)$/.exec(line) ?? [];
    return frame === undefined || isForeign(frame) ? [] : [frame];
  });
  return frames.length === 0 ? undefined : frames.join("\n");
}

function isForeign(frame: string): boolean {
  return (
    /\bnode:|[\\/]node_modules[\\/]/.test(frame) || own.some((folder) => frame.includes(folder))
  );
}
