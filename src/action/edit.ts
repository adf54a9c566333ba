import { openInEditor } from "../directory/editor.js";
import { AthanorError } from "../error/athanor-error.js";
import { acceptOptions } from "../project/accept-options.js";
import { chooseRevisions } from "../project/choose-revisions.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";

export type EditOptions = ProjectOptions & { readonly revision: string };

export type EditResult = {
  /** Absolute. */
  readonly paths: readonly string[];
  /** The editor, as `$VISUAL` or `$EDITOR` names it. */
  readonly editor: string;
  readonly notes: readonly string[];
};

/**
 * Opens the files of a revision in the person's editor and waits until it is closed. For a program at a terminal.
 *
 * @throws AthanorError `NO_EDITOR`, `EDITOR_FAILED`, `NOTHING_TO_EDIT`, and what resolving the identifier throws.
 * @example
 * await edit({ revision: "head" });
 */
export async function edit(options: EditOptions): Promise<EditResult> {
  await acceptOptions("edit", options, { ...projectKinds, revision: "text" });
  const project = await openProject(options, "edit");
  const { graph, notes } = await project.history();
  const chosen = await chooseRevisions(project, graph, options.revision, "athanor edit");
  if (chosen.length === 0) throw nothingToEdit(options.revision);
  const { env, runEditor: run } = project.world;
  const paths = chosen.map(({ path }) => path);
  return { paths, editor: await openInEditor({ paths, env, run }), notes };
}

function nothingToEdit(identifier: string): AthanorError {
  return new AthanorError({
    code: "NOTHING_TO_EDIT",
    message: `"${identifier}" stands for no revision, and only a revision has a file.`,
    suggestions: ["athanor history", "athanor edit head"],
    facts: { identifier },
  });
}
