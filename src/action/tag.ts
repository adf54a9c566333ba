import { keepTagsMergeable, readTags, writeTags } from "../directory/tags.js";
import { AthanorError } from "../error/athanor-error.js";
import { createGraph } from "../revision/graph.js";
import { rejectIllegal } from "../revision/identifier.js";
import { nearestNames } from "../revision/nearest.js";
import { acceptOptions } from "../project/accept-options.js";
import { chooseRevision } from "../project/choose-revisions.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";

export type Tag = {
  readonly tag: string;
  /** Full id. */
  readonly revision: string;
  /** Is there a file that has the revision? */
  readonly exists: boolean;
  /** Of the revision; empty where no file has it. */
  readonly message: string;
};

export type TagsResult = {
  /** Sorted by name. */
  readonly tags: readonly Tag[];
  readonly notes: readonly string[];
};

export type TagOptions = ProjectOptions & {
  readonly tag: string;
  /** Default `"head"`. */
  readonly revision?: string;
  /** Moves a tag that stands for another revision. */
  readonly force?: boolean;
};

export type TagResult = {
  readonly tag: string;
  /** Full id. */
  readonly revision: string;
  /** What it stood for before; left out for a new tag. */
  readonly before?: string;
  readonly notes: readonly string[];
};

export type DeleteTagOptions = ProjectOptions & { readonly tag: string };

/**
 * The names that revisions have been given: releases, as a rule.
 *
 * @example
 * const { tags } = await listTags();
 */
export async function listTags(options: ProjectOptions = {}): Promise<TagsResult> {
  await acceptOptions("listTags", options, { ...projectKinds });
  const project = await openProject(options, "tag");
  const { graph, notes } = await project.history();
  const tags = [...graph.tags].map(([tag, revision]) => ({
    tag,
    revision,
    exists: graph.byId.has(revision),
    message: graph.byId.get(revision)?.message ?? "",
  }));
  return { tags, notes };
}

/**
 * Names a revision, in `tags.json`. The tag is then an identifier like any other.
 *
 * @throws AthanorError `TAG_EXISTS`, `LABEL_CLASH`, `ILLEGAL_IDENTIFIER`, and what resolving the identifier throws.
 * @example
 * await tag({ tag: "v1.4" });
 */
export async function tag(options: TagOptions): Promise<TagResult> {
  await acceptOptions("tag", options, {
    ...projectKinds,
    tag: "text",
    revision: "text",
    force: "flag",
  });
  const { tag: name, revision: identifier = "head", force = false } = options;
  const project = await openProject(options, "tag");
  rejectIllegal(name, "tag");
  const { graph, notes } = await project.history();
  const { id } = await chooseRevision(project, graph, identifier, `athanor tag ${name}`);
  const before = graph.tags.get(name);
  if (before !== undefined && before !== id && !force) throw tagExists(name, before, identifier);
  const tags = { ...Object.fromEntries(graph.tags), [name]: id };
  createGraph(graph.revisions, { tags });
  if (before !== id) await replaceTags(project, tags);
  return { tag: name, revision: id, ...(before === undefined ? {} : { before }), notes };
}

/**
 * Takes a name away; the revision stays. Reads no revision file, so that a tag which breaks the history can be deleted.
 *
 * @throws AthanorError `UNKNOWN_TAG`
 * @example
 * await deleteTag({ tag: "v1.4" });
 */
export async function deleteTag(options: DeleteTagOptions): Promise<TagResult> {
  await acceptOptions("deleteTag", options, { ...projectKinds, tag: "text" });
  const project = await openProject(options, "tag");
  const { [options.tag]: revision, ...others } = await tagsOf(project);
  if (revision === undefined) throw unknownTag(options.tag, Object.keys(others));
  await replaceTags(project, others);
  return { tag: options.tag, revision, before: revision, notes: [] };
}

function tagsOf({ world, config }: Project): Promise<Readonly<Record<string, string>>> {
  return readTags(world.fileSystem, config.scriptLocation);
}

async function replaceTags(
  { world, config }: Project,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await writeTags(world.fileSystem, config.scriptLocation, tags);
  await keepTagsMergeable(world.fileSystem, config.scriptLocation);
}

function tagExists(name: string, revision: string, identifier: string): AthanorError {
  return new AthanorError({
    code: "TAG_EXISTS",
    message: `Tag "${name}" already stands for revision "${revision}". Others may have used it, so it moves only with "--force".`,
    suggestions: [`athanor tag --force ${name} ${identifier}`, "athanor tag"],
    facts: { tag: name, revision },
  });
}

function unknownTag(name: string, names: readonly string[]): AthanorError {
  const near = nearestNames(name, names);
  return new AthanorError({
    code: "UNKNOWN_TAG",
    message: `There is no tag "${name}".`,
    suggestions: [...near.map((other) => `athanor tag --delete ${other}`), "athanor tag"],
    facts: { tag: name, near },
  });
}
