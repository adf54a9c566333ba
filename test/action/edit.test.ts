import { expect } from "chai";
import { edit } from "../../src/action/edit.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

type Env = { readonly VISUAL?: string; readonly EDITOR?: string };

/** Edits with an editor that ends as told; gives what it was called with. */
async function editWith(
  { options }: HistoryProject,
  revision: string,
  env: Env,
  ending: number | undefined = 0,
): Promise<readonly string[]> {
  const calls: string[] = [];
  const world = {
    env,
    runEditor: async (program: string, parameters: readonly string[]) => {
      calls.push(program, ...parameters);
      return ending;
    },
  };
  await edit({ ...options, revision, world });
  return calls;
}

const within = (use: (project: HistoryProject) => Promise<unknown>) => () =>
  withHistory(HISTORIES.FORK, use);

describe("edit", () => {
  it(
    "opens the file in $VISUAL, with its arguments",
    within(async (project) => {
      const env = { VISUAL: `"my editor" --wait`, EDITOR: "vi" };
      expect(await editWith(project, "d1", env)).to.deep.equal([
        "my editor",
        "--wait",
        project.fileOf("d1"),
      ]);
    }),
  );

  it(
    "opens the file in $EDITOR where $VISUAL is not set",
    within(async (project) => {
      expect(await editWith(project, "d1-1", { VISUAL: "", EDITOR: "vi" })).to.deep.equal([
        "vi",
        project.fileOf("c1"),
      ]);
    }),
  );

  it(
    "opens several at once",
    within(async (project) => {
      expect(await editWith(project, "heads", { EDITOR: "vi" })).to.deep.equal([
        "vi",
        project.fileOf("d1"),
        project.fileOf("d2"),
      ]);
    }),
  );

  const refused = [
    ["without an editor", "d1", {}, 0, "NO_EDITOR"],
    ["by an editor that fails", "d1", { EDITOR: "vi" }, 1, "EDITOR_FAILED"],
    ["of what has no file", "base", { EDITOR: "vi" }, 0, "NOTHING_TO_EDIT"],
    ["of one of several heads", "head", { EDITOR: "vi" }, 0, "MULTIPLE_HEADS"],
  ] as const;
  for (const [title, revision, env, ending, code] of refused) {
    it(
      `is refused ${title}`,
      within(async (project) => {
        const failure = await catchRejection(() => editWith(project, revision, env, ending));
        expect(failure.code).to.equal(code);
      }),
    );
  }

  it(
    "says so where the editor cannot be started",
    within(async ({ options }) => {
      const world = { env: { EDITOR: "no-such-editor" } };
      const failure = await catchRejection(() => edit({ ...options, revision: "d1", world }));
      expect(failure.code).to.equal("EDITOR_FAILED");
    }),
  );
});
