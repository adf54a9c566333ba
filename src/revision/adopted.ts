import { createHash } from "node:crypto";
import type { Graph } from "./graph.js";

/** A migration of the ORM's own tool, as its table names it. */
type Adopted = { readonly name: string; readonly timestamp: number };

/**
 * The ids of the revisions that stand for these migrations: their timestamps, so that each database tells by itself which
 * of them it has run; with four digits of the name's hash where two have the same.
 */
export function adoptedIds(migrations: readonly Adopted[]): readonly string[] {
  const counts = new Map<number, number>();
  for (const { timestamp } of migrations) {
    counts.set(timestamp, (counts.get(timestamp) ?? 0) + 1);
  }
  return migrations.map((each) =>
    counts.get(each.timestamp) === 1 ? String(each.timestamp) : distinguished(each),
  );
}

/** The revision of this history that stands for the migration. */
export function findAdopted({ byId }: Graph, migration: Adopted): string | undefined {
  const ids = [String(migration.timestamp), distinguished(migration)];
  return ids.find((id) => byId.has(id));
}

/** Was this id made by {@link adoptedIds}? */
export function isAdoptedId(id: string): boolean {
  return /^\d{13}(?:x[0-9a-f]{4})?$/.test(id);
}

function distinguished({ name, timestamp }: Adopted): string {
  return `${timestamp}x${createHash("sha256").update(name).digest("hex").slice(0, 4)}`;
}
