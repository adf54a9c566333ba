import { compact } from "../schema/compact.js";
import type { GeneratedFile } from "./autogenerate.js";
import type { NewRevision } from "./new-revision.js";
import type { Project } from "../project/project.js";
import type { Remarks } from "./remark-questions.js";
import type { ReplacedFile } from "./replaced-revisions.js";
import {
  renderRevisionFile,
  writeRevisionFiles,
  type RenderedRevision,
} from "./write-revision-file.js";

/** One revision file. */
export type WrittenRevision = {
  readonly revision: string;
  /** Absolute. Left out where it was printed only. */
  readonly path?: string;
  readonly downRevision: readonly string[];
  readonly message: string;
  /** The text of the file. */
  readonly text: string;
  /** Why it is a revision of its own, of several: `create index IDX_a concurrently`. */
  readonly reason?: string;
};

export type Emission = {
  readonly planned: readonly NewRevision[];
  /** One for each of the planned. */
  readonly files: readonly GeneratedFile[];
  /** What is written above operations. Left out: autogenerate did not make them. */
  readonly remarks?: Remarks;
  /** What the files take the place of. */
  readonly replaced?: readonly ReplacedFile[];
  /** Gives the text and writes nothing. */
  readonly textOnly: boolean;
};

export type Emitted = {
  readonly revisions: readonly WrittenRevision[];
  /** Takes the files away again, and puts back what they took the place of. */
  readonly undo: () => Promise<void>;
};

/** The text of each file, written unless it is to be given only. */
export async function emitRevisions(
  project: Project,
  { planned, files, remarks, replaced, textOnly }: Emission,
): Promise<Emitted> {
  const rendered: RenderedRevision[] = [];
  const told = { ...compact({ remarks }), isGenerated: remarks !== undefined };
  for (const [at, { bodies }] of files.entries()) {
    const own = planned[at];
    if (own !== undefined)
      rendered.push(await renderRevisionFile(project, own, { ...bodies, ...told }));
  }
  const nothing = { paths: [], undo: () => Promise.resolve() };
  const { paths, undo } = textOnly
    ? nothing
    : await writeRevisionFiles(project, rendered, replaced);
  const revisions = rendered.map(({ header, text }, at): WrittenRevision => {
    const { revision, downRevision, message } = header;
    const own = { revision, downRevision, message, text };
    return { ...own, ...compact({ path: paths[at], reason: files[at]?.reason }) };
  });
  return { revisions, undo };
}
