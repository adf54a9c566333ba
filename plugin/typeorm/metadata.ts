import { AthanorError } from "../../src/error/athanor-error.js";
import type { OrmDataSource } from "./orm.js";
import { messageOf } from "../../src/error/thrown.js";

/** Fills `entityMetadatas` without a connection. Throws `ENTITY_REJECTED` with TypeORM's own words. */
export async function buildMetadata(dataSource: OrmDataSource): Promise<void> {
  const restore = rememberDefaults();
  try {
    await dataSource.buildMetadatas();
  } catch (error) {
    throw toRejection(error);
  } finally {
    restore();
  }
}

type ColumnArguments = { readonly options: { default?: unknown } };

/**
 * TypeORM writes the default of a child entity's column into the shared arguments of its parent's, so that a
 * second build in one process gives other defaults than the first.
 */
function rememberDefaults(): () => void {
  const storage = Reflect.get(globalThis, "typeormMetadataArgsStorage") as
    { readonly columns: readonly ColumnArguments[] } | undefined;
  const kept = (storage?.columns ?? []).map(({ options }) => ({ options, before: { ...options } }));
  return () => {
    for (const { options, before } of kept) {
      if ("default" in before) options.default = before.default;
      else delete options.default;
    }
  };
}

function toRejection(error: unknown): unknown {
  if (error instanceof AthanorError) return error;
  const words = messageOf(error);
  const loaded = !isLoadFailure(error);
  return new AthanorError({
    code: loaded ? "ENTITY_REJECTED" : "ENTITY_NOT_LOADED",
    message: loaded
      ? `TypeORM rejects the entities: ${words}`
      : `A file of the data source's "entities" cannot be loaded: ${words}`,
    suggestions: loaded
      ? suggestionsFor(words)
      : ["Correct that file, or the pattern that finds it"],
    facts: { reason: error instanceof Error ? error.name : undefined },
    cause: error,
  });
}

/** TypeORM itself imports the files that patterns in `entities` find. */
function isLoadFailure(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" && code.includes("MODULE");
}

function suggestionsFor(words: string): string[] {
  if (/Data type Object in|cannot be guessed/.test(words)) {
    return ['State the type of that column: @Column({ type: "varchar" })'];
  }
  return ["Correct the entity that the sentence names, then run the command again"];
}
