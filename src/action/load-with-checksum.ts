import { readChecked } from "../directory/header.js";
import { loadRevision } from "../directory/load-revision.js";
import type { Revision } from "../revision/revision.js";
import type { LoadedRevision } from "../runner/run-request.js";
import type { Project } from "./project.js";

/** The file as it runs, and the checksum of what it does. */
export async function loadWithChecksum(
  project: Project,
  revision: Revision,
): Promise<LoadedRevision> {
  const { path, checksum = readNow(project, path) } = revision;
  return { module: await loadRevision(project.loader, revision), checksum };
}

function readNow({ world }: Project, path: string): string {
  return readChecked(path, new TextDecoder().decode(world.readBytes(path)))?.checksum ?? "";
}
