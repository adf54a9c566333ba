/** Which ids an id leads to. Unknown ids lead nowhere. */
export type Relation = (id: string) => readonly string[];

const NOWHERE: readonly string[] = [];

export function relationOf(edges: ReadonlyMap<string, readonly string[]>): Relation {
  return (id) => edges.get(id) ?? NOWHERE;
}

/** The same edges the other way round; what an id leads to comes in the order of `ids`. */
export function invert(ids: readonly string[], relation: Relation): Relation {
  const edges = new Map<string, string[]>();
  for (const id of ids) {
    for (const end of relation(id)) {
      const held = edges.get(end);
      if (held === undefined) edges.set(end, [id]);
      else held.push(id);
    }
  }
  return relationOf(edges);
}

/** Both relations, `first` first, each end once. */
export function joinRelations(ids: readonly string[], first: Relation, second: Relation): Relation {
  if (!ids.some((id) => first(id).length > 0)) return second;
  const edges = new Map<string, readonly string[]>();
  for (const id of ids) {
    const [one, other] = [first(id), second(id)];
    const joined = one.length === 0 ? other : [...new Set([...one, ...other])];
    if (joined.length > 0) edges.set(id, joined);
  }
  return relationOf(edges);
}

/** The starts, and everything that can be reached from them. */
export function reach(starts: Iterable<string>, next: Relation): ReadonlySet<string> {
  const reached = new Set(starts);
  // A set iterates over what is added while it iterates.
  for (const id of reached) for (const end of next(id)) reached.add(end);
  return reached;
}

/** Everything that can be reached from the starts, each id after all that it leads to. The relation has no cycle. */
export function postOrder(starts: Iterable<string>, next: Relation): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const start of starts) {
    if (!seen.has(start)) appendPostOrder(start, next, seen, order);
  }
  return order;
}

/** With a stack of its own: a history may be deeper than the stack of calls. */
function appendPostOrder(start: string, next: Relation, seen: Set<string>, order: string[]): void {
  const path = [{ id: start, ends: next(start), index: 0 }];
  seen.add(start);
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const end = frame.ends[frame.index++];
    if (end === undefined) {
      order.push(frame.id);
      path.pop();
    } else if (!seen.has(end)) {
      seen.add(end);
      path.push({ id: end, ends: next(end), index: 0 });
    }
  }
}
