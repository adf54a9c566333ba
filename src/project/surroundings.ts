import { noKinds, type Kinds } from "../operation/plugin-operation.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Project } from "./project.js";
import { messageOf } from "../error/thrown.js";

/** What the environment tells of a database that is not asked. */
export type Surroundings = {
  /** By the database's name in `env.ts`; the dialect is left out where it is not known. */
  readonly of: (database: string) => { readonly dialect?: Dialect; readonly kinds: Kinds };
  /** Why it is not known. */
  readonly notes: readonly string[];
};

/** Runs the environment, which may not be fit to run here: then less is known, and a note says so. */
export async function readSurroundings(project: Project): Promise<Surroundings> {
  try {
    const { databases, kinds } = await project.environment();
    const dialects = new Map<string, Dialect>();
    for (const [name, database] of Object.entries(databases)) {
      dialects.set(name, await database.dialect());
      await database.close();
    }
    const [only, ...others] = new Set(dialects.values());
    const common = others.length === 0 ? only : undefined;
    const of = (database: string) => {
      const dialect = dialects.get(database) ?? common;
      return dialect === undefined ? { kinds } : { dialect, kinds };
    };
    return { of, notes: [] };
  } catch (error) {
    const reason = messageOf(error);
    const note = `What depends on the dialect is not told, for the environment could not be run: ${reason}`;
    return { of: () => ({ kinds: noKinds }), notes: [note] };
  }
}
