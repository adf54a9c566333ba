import { createHash } from "node:crypto";
import { readChecked } from "../directory/header.js";
import { loadRevision as loadFile, readRevisionModule } from "../directory/load-revision.js";
import type { RevisionFunctions, RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import type { LoadedRevision } from "../runner/run-request.js";
import type { Project } from "../project/project.js";

/** The revision as it runs: its file loaded, or the module that was handed in. */
export async function loadRevision(
  { loader, modules }: Pick<Project, "loader" | "modules">,
  revision: Revision,
): Promise<RevisionModule> {
  const given = modules?.get(revision.id);
  return given === undefined ? loadFile(loader, revision) : readRevisionModule(given, revision);
}

/** The same, and the checksum of what it does; of a module that was handed in, that of the text of its functions. */
export async function loadWithChecksum(
  project: Project,
  revision: Revision,
): Promise<LoadedRevision> {
  const module = await loadRevision(project, revision);
  const isGiven = project.modules?.has(revision.id) === true;
  const { path, checksum = isGiven ? sumOf(module) : readNow(project, path) } = revision;
  return { module, checksum };
}

function sumOf({ upgrade, downgrade }: RevisionModule): string {
  const text = [upgrade, downgrade].flatMap(textsOf).join("\n");
  return createHash("sha256").update(text).digest("hex");
}

function textsOf(functions: RevisionFunctions): readonly string[] {
  const all = typeof functions === "function" ? [functions] : Object.values(functions);
  return all.map(String);
}
function readNow({ world }: Project, path: string): string {
  return readChecked(path, new TextDecoder().decode(world.readBytes(path)))?.checksum ?? "";
}
