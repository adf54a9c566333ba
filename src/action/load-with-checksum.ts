import { createHash } from "node:crypto";
import { loadRevision } from "../directory/load-revision.js";
import type { Revision } from "../revision/revision.js";
import type { LoadedRevision } from "../runner/run-request.js";
import type { Project } from "./project.js";

/** The file as it runs, and the SHA-256 of its text. */
export async function loadWithChecksum(
  project: Project,
  revision: Revision,
): Promise<LoadedRevision> {
  const text = project.world.readBytes(revision.path);
  const checksum = createHash("sha256").update(text).digest("hex");
  return { module: await loadRevision(project.loader, revision), checksum };
}
