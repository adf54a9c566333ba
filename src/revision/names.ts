import { AthanorError } from "../error/athanor-error.js";
import { rejectIllegal } from "./identifier.js";
import { compareText } from "./order.js";
import type { Revision } from "./revision.js";

/** The one name space of ids, labels and tags. */
export type Names = {
  readonly byId: ReadonlyMap<string, Revision>;
  /** Label to the id that carries it. */
  readonly labels: ReadonlyMap<string, string>;
  /** Tag to id, sorted by tag. The revision may be gone. */
  readonly tags: ReadonlyMap<string, string>;
};

/** Gathers all names; refuses two owners of one, and letters that the grammar of targets needs. */
export function indexNames(
  revisions: readonly Revision[],
  tags: Readonly<Record<string, string>>,
): Names {
  const byId = indexIds(revisions);
  const labels = indexLabels(revisions, byId);
  const sorted = Object.entries(tags).sort(([one], [other]) => compareText(one, other));
  for (const [tag] of sorted) rejectTag(tag, byId, labels);
  return { byId, labels, tags: new Map(sorted) };
}

function indexIds(revisions: readonly Revision[]): ReadonlyMap<string, Revision> {
  const byId = new Map<string, Revision>();
  for (const revision of revisions) {
    rejectIllegal(revision.id, "revision", revision.path);
    const other = byId.get(revision.id);
    if (other !== undefined) throw duplicateRevision(revision, other);
    byId.set(revision.id, revision);
  }
  return byId;
}

function duplicateRevision(revision: Revision, other: Revision): AthanorError {
  const paths = [revision.path, other.path].sort(compareText);
  return new AthanorError({
    code: "DUPLICATE_REVISION",
    message: `Revision "${revision.id}" is in two files, ${quoteAll(paths)}. An id belongs to one file: delete one of them, or give it another id.`,
    facts: { revision: revision.id, paths },
  });
}

function indexLabels(
  revisions: readonly Revision[],
  byId: ReadonlyMap<string, Revision>,
): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const revision of revisions.filter((one) => one.labels.length > 0)) {
    for (const label of new Set(revision.labels)) {
      rejectIllegal(label, "branch label", revision.path);
      const other = byId.get(label) ?? byId.get(labels.get(label) ?? "");
      if (other !== undefined) throw labelClash(label, revision, other);
      labels.set(label, revision.id);
    }
  }
  return labels;
}

function labelClash(label: string, revision: Revision, other: Revision): AthanorError {
  const paths = [revision.path, other.path].sort(compareText);
  const use = other.id === label ? "is also the id of a revision" : "is used twice";
  return new AthanorError({
    code: "LABEL_CLASH",
    message: `Branch label "${label}" ${use}, in ${quoteAll(paths)}. Ids, labels and tags share one name space: rename one of them.`,
    facts: { label, paths },
  });
}

function rejectTag(
  tag: string,
  byId: ReadonlyMap<string, Revision>,
  labels: ReadonlyMap<string, string>,
): void {
  rejectIllegal(tag, "tag", "tags.json");
  const other = byId.get(tag) ?? byId.get(labels.get(tag) ?? "");
  if (other === undefined) return;
  const owner = other.id === tag ? "the id of a revision" : "a branch label";
  throw new AthanorError({
    code: "LABEL_CLASH",
    message: `Tag "${tag}" in "tags.json" is also ${owner}, in "${other.path}". Ids, labels and tags share one name space: rename one of them.`,
    suggestions: [`athanor tag --delete ${tag}`],
    facts: { tag, paths: [other.path] },
  });
}

function quoteAll(paths: readonly string[]): string {
  return paths.map((path) => `"${path}"`).join(" and ");
}
