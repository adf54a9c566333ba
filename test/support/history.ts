import { createGraph } from "../../src/revision/graph.js";
import type { Graph, Tags } from "../../src/revision/graph.js";
import type { Revision } from "../../src/revision/revision.js";

const ITEM =
  /^(?<id>[^[(]+)(?:\[(?<labels>[^\]]*)\])?(?:\((?!dep )(?<merged>[^)]*)\))?(?:\(dep (?<dependsOn>[^)]*)\))?$/u;

/**
 * Writes a history in one line. `a<-b` b revises a; `m(p,q)` merges; `[L]` label; `(dep z)` dependsOn z; chains are separated by `;`. The first item of a chain may be one that another chain has brought.
 */
export function revisionsOf(notation: string): readonly Revision[] {
  const revisions = new Map<string, Revision>();
  for (const chain of notation.split(";")) {
    let previous: string | undefined;
    for (const item of chain.split("<-")) {
      const revision = parseItem(item.trim(), previous);
      if (previous !== undefined || !revisions.has(revision.id))
        revisions.set(revision.id, revision);
      previous = revision.id;
    }
  }
  return [...revisions.values()];
}

function parseItem(item: string, previous: string | undefined): Revision {
  const groups = ITEM.exec(item)?.groups;
  if (groups?.["id"] === undefined) throw new Error(`not an item: ${item}`);
  const list = (text: string | undefined) => (text === undefined ? [] : text.split(","));
  return createRevision(groups["id"], {
    down: [...(previous === undefined ? [] : [previous]), ...list(groups["merged"])],
    labels: list(groups["labels"]),
    dependsOn: list(groups["dependsOn"]),
  });
}

export function createRevision(id: string, parts: Partial<Revision> = {}): Revision {
  return {
    id,
    down: [],
    labels: [],
    dependsOn: [],
    message: "",
    created: "",
    path: `versions/${id}.ts`,
    ...parts,
  };
}

export function graphOf(notation: string, tags: Tags = {}): Graph {
  return createGraph(revisionsOf(notation), { tags });
}

/** The histories that the cases are told in. */
export const HISTORIES = {
  LIN: "a<-b<-c<-d<-e",
  FORK: "a<-b; b<-c1[L1]<-d1; b<-c2[L2]<-d2",
  LONG: "a<-b; b<-c1[L1]<-d1; b<-c2[L2]<-d2<-e2<-f2",
  ALIKE: "a<-some1[E]<-e; a<-some2[F]<-f",
  MERGE: "a<-b; b<-c1[L1]<-d1; b<-c2[L2]<-d2; e(d1,d2)<-f",
  XDEP: "base1[B1]<-a1a<-b1a; base1<-a1b<-b1b(dep a3); base2[B2]<-a2<-b2<-c2(dep a3)<-d2; base3[B3]<-a3<-b3",
  HALF: "a1<-b1<-c1; a2<-b2<-c2; m(c1,c2); c2<-d2",
  DEPM: "a1; b1(dep a1); m(a1,b1)",
  NORM: "a1<-a2<-a3; b1<-b2(dep a3)<-b3<-b4(dep a3)",
} as const;
