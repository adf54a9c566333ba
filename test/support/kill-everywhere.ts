import { expect } from "chai";
import { differenceOf } from "./difference.js";
import type { KillDatabase } from "./kill-database.js";
import type { KillHistory } from "./kill-history.js";
import { afterDeath, whenNobodyDies, type Death, type Way } from "./kill.js";

/** `KILL_POINTS=all`: at every statement. */
export const killEverywhere = process.env["KILL_POINTS"] === "all";

/** At which statements a process is killed, unless at all. */
export type KillPoints = {
  /** Around every commit, or after the middle one, or at none. */
  readonly commits: "every" | "one" | "none";
  /** At so many of the other statements. */
  readonly others: number;
};

/** Kills a process at some of its statements; whoever comes after it must leave what nobody's death would have left. */
export async function killAmong(history: KillHistory, way: Way, points: KillPoints): Promise<void> {
  const { statements, expected } = await whenNobodyDies(history, way);
  await inPairs(deathsAmong(statements, history, points), async (death) => {
    const difference = differenceOf(expected, await afterDeath(history, way, death));
    expect(difference, `${way.direction}, killed: ${JSON.stringify(death)}`).to.equal(undefined);
  });
}

function deathsAmong(
  statements: readonly string[],
  { database }: KillHistory,
  { commits, others }: KillPoints,
): readonly Death[] {
  const all = statements.map((sql, at) => ({ statement: at + 1, ends: isCommit(sql, database) }));
  const [ends, rest] = [all.filter(({ ends }) => ends), all.filter(({ ends }) => !ends)];
  const stride = Math.ceil(rest.length / Math.max(1, others));
  const some = rest.filter((_, at) => killEverywhere || at % stride === stride >> 1);
  const middle = ends.slice(ends.length >> 1, (ends.length >> 1) + 1);
  const around = { every: ends, one: middle, none: [] }[killEverywhere ? "every" : commits];
  return [
    ...around.flatMap(({ statement }) =>
      momentsOf(database, commits).map((moment) => ({ statement, moment })),
    ),
    ...(killEverywhere || others > 0 ? some : []).map(({ statement }): Death => {
      return { statement, moment: database.hasServer && statement % 2 === 0 ? "sent" : "before" };
    }),
  ];
}

/** After one statement is before the next: only a commit is worth all moments, be it said or not. */
function momentsOf(
  { hasServer }: KillDatabase,
  commits: KillPoints["commits"],
): readonly Death["moment"][] {
  if (killEverywhere) return ["before", "sent", "after"];
  if (commits === "one") return ["after"];
  return [hasServer ? "sent" : "before", "after"];
}

/** Where definitions take no part in transactions, each is a commit; the commits between them are of the journal. */
function isCommit(sql: string, { dialect }: KillDatabase): boolean {
  if (dialect.capabilities.transactionalDdl || killEverywhere) return sql === "COMMIT";
  return dialect.session.resumption?.effectOf(sql) === "definition";
}

/** Two at a time. */
async function inPairs<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
