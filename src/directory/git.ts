import { relative, resolve } from "node:path";
import type { RunCommand } from "./command.js";
import { withSlashes } from "./module-specifier.js";

/** Where git has the file of a revision that is not in the working tree. */
export type FoundInGit = {
  /** Relative to the working directory that was asked for, with `/`. */
  readonly path: string;
  /** A branch that holds the file, or, where none does any more, the last commit that held it. */
  readonly source: string;
  readonly kind: "branch" | "commit";
};

export type GitSearch = {
  /** The id of the revision. */
  readonly id: string;
  /** Absolute paths of the folders that hold revisions. */
  readonly folders: readonly string[];
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly run: RunCommand;
};

/** Asks git for the file of a revision. `undefined`: there is no git, no repository, or no commit with such a file. */
export async function findInGit(search: GitSearch): Promise<FoundInGit | undefined> {
  const git = gitIn(search);
  const top = (await git("rev-parse", "--show-toplevel"))?.trim();
  if (top === undefined || top === "") return undefined;
  for (const { commit, path } of await mentions(search, git)) {
    const text = await git("show", `${commit}:${path}`);
    if (text === undefined || !declares(text, search.id)) continue;
    const branch = await branchWith(git, commit, path);
    const source = branch ?? commit.slice(0, 12);
    const place = withSlashes(relative(search.cwd, resolve(top, path)));
    return { path: place, source, kind: branch === undefined ? "commit" : "branch" };
  }
  return undefined;
}

type Git = (...parameters: readonly string[]) => Promise<string | undefined>;

/** What git prints; `undefined` where it fails or is not installed. */
function gitIn({ run, cwd }: GitSearch): Git {
  return async (...parameters) => {
    const ended = await run("git", parameters, cwd).catch(() => undefined);
    return ended?.exitCode === 0 ? ended.output : undefined;
  };
}

type Mention = { readonly commit: string; readonly path: string };

/** The commits that added or changed a file with this text, on any branch, newest first. */
async function mentions({ id, folders }: GitSearch, git: Git): Promise<readonly Mention[]> {
  const said = await git(
    ...["log", "--all", "--diff-filter=AMR", "--name-only", "--format=commit %H", `-S${id}`],
    ...["--", ...folders],
  );
  const found: Mention[] = [];
  let commit = "";
  for (const line of (said ?? "").split("\n")) {
    const [, hash] = /^commit ([0-9a-f]+)$/.exec(line) ?? [];
    if (hash !== undefined) commit = hash;
    else if (line !== "") found.push({ commit, path: line });
  }
  return found;
}

/** Does this text of a revision file state this id, as an export or in another module system's way? */
function declares(text: string, id: string): boolean {
  const quoted = id.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\brevision\b[^=\n]*=\s*["'\x60]${quoted}["'\x60]`).test(text);
}

async function branchWith(git: Git, commit: string, path: string): Promise<string | undefined> {
  const places = ["refs/heads", "refs/remotes"];
  const named = await git(
    ...["for-each-ref", "--format=%(refname:short)", "--sort=-committerdate"],
    ...[`--contains=${commit}`, ...places],
  );
  for (const branch of (named ?? "").split("\n").filter((name) => name !== "")) {
    if ((await git("cat-file", "-e", `${branch}:${path}`)) !== undefined) return branch;
  }
  return undefined;
}
