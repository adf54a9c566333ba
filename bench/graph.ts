import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import * as fileSystem from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scanRevisions } from "../src/directory/scan.js";
import { planDowngrade } from "../src/revision/downgrade.js";
import { createGraph } from "../src/revision/graph.js";
import { checkRows } from "../src/revision/rows.js";
import type { Revision } from "../src/revision/revision.js";
import { planUpgrade } from "../src/revision/upgrade.js";

const SIZE = Number(process.argv[2] ?? 10_000);

type Parts = Partial<Pick<Revision, "down" | "dependsOn" | "labels">>;

function revision(id: string, { down = [], dependsOn = [], labels = [] }: Parts = {}): Revision {
  return { id, down, labels, dependsOn, message: "", created: "", path: `${id}.ts` };
}

const name = (index: number) => `r${String(index).padStart(6, "0")}`;
const indices = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Each history has about {@link SIZE} revisions. */
const shapes: Readonly<Record<string, () => readonly Revision[]>> = {
  "a line": () =>
    indices(SIZE).map((at) => revision(name(at), { down: at === 0 ? [] : [name(at - 1)] })),
  "a chain of diamonds": () => indices(Math.floor(SIZE / 3)).flatMap(diamond),
  "two lines, the second needing the first at every step": () =>
    indices(Math.floor(SIZE / 2)).flatMap(ladder),
  "a comb of 1,000 teeth": () =>
    indices(SIZE).map((at) => revision(name(at), { down: toothOf(at) })),
  "a wide merge of 1,000 branches, again and again": () => indices(SIZE).map(fan),
  "10,000 dependencies a hundred steps back": () =>
    indices(SIZE).map((at) =>
      revision(name(at), {
        down: at === 0 ? [] : [name(at - 1)],
        dependsOn: at < 100 ? [] : [name(at - 100)],
      }),
    ),
};

function diamond(at: number): readonly Revision[] {
  const [top, left, right] = [`d${at}`, `l${at}`, `m${at}`];
  const below = at === 0 ? [] : [`l${at - 1}`, `m${at - 1}`];
  return [
    revision(top, { down: below }),
    revision(left, { down: [top] }),
    revision(right, { down: [top] }),
  ];
}

function ladder(at: number): readonly Revision[] {
  const before = (side: string) => (at === 0 ? [] : [`${side}${at - 1}`]);
  return [
    revision(`a${at}`, { down: before("a") }),
    revision(`b${at}`, { down: before("b"), dependsOn: [`a${at}`] }),
  ];
}

function toothOf(at: number): readonly string[] {
  if (at === 0) return [];
  return [at % 10 === 0 ? name(at - 10) : name(at - 1)];
}

function fan(at: number): Revision {
  const place = at % 1001;
  if (place !== 0) return revision(name(at), { down: [name(at - place)] });
  return revision(name(at), {
    down: at === 0 ? [] : indices(1000).map((back) => name(at - 1 - back)),
  });
}

function timed<Result>(act: () => Result): readonly [Result, string] {
  const started = performance.now();
  const result = act();
  return [result, `${(performance.now() - started).toFixed(0)} ms`];
}

function measureShape(title: string, revisions: readonly Revision[]): void {
  const [graph, built] = timed(() => createGraph(revisions));
  const [up, planned] = timed(() => planUpgrade(graph, [], "heads"));
  const [, undone] = timed(() => planDowngrade(graph, up.rows, "base"));
  const [, checked] = timed(() => checkRows(graph, up.rows));
  const [, labelled] = timed(() => revisions.map(({ id }) => graph.labelsOf(id)));
  process.stdout.write(
    `${title} (${revisions.length}): build ${built}, upgrade ${planned}, downgrade ${undone}, check rows ${checked}, labels ${labelled}\n`,
  );
}

async function measureScan(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-bench-"));
  const cacheFolder = join(folder, "cache");
  const versions = join(folder, "versions");
  await mkdir(versions);
  for (const at of indices(SIZE)) await writeFile(join(versions, `${name(at)}.ts`), fileText(at));
  const scan = (request: object) =>
    scanRevisions({ folders: [versions], recursive: false, fileSystem, ...request });
  for (const [title, request] of [
    ["without a cache", {}],
    ["with a cold cache", { cacheFolder }],
    ["with a warm cache", { cacheFolder }],
  ] as const) {
    const started = performance.now();
    await scan(request);
    process.stdout.write(
      `scan of ${SIZE} files ${title}: ${(performance.now() - started).toFixed(0)} ms\n`,
    );
  }
  await rm(folder, { recursive: true });
}

function fileText(at: number): string {
  const columns = indices(10).map(
    (column) => `      { name: "column${column}", type: "varchar", length: 255 },\n`,
  );
  return `/**
 * change ${at}
 *
 * Revision:  ${name(at)}
 * Revises:   ${at === 0 ? "" : name(at - 1)}
 * Created:   2026-11-20T08:30:00Z
 */
import type { Operations } from "athanor";

export const revision = "${name(at)}";
export const downRevision = ${at === 0 ? "null" : `"${name(at - 1)}"`};
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("table${at}", {
    columns: [
${columns.join("")}    ],
  });
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("table${at}");
}
`;
}

for (const [title, make] of Object.entries(shapes)) measureShape(title, make());
await measureScan();
