import { AthanorError } from "../../src/error/athanor-error.js";
import { packageIn, toDriverFailure } from "./driver-failure.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";

/** The data source that the user means. */
export type Given = {
  readonly dataSource: OrmDataSource;
  /** It was made by calling the user's function: nobody else closes it. */
  readonly made: boolean;
  /** The connection that all work is to be done on, where the user handed over that. */
  readonly runner?: OrmQueryRunner;
};

/** Waits for a promise, calls a function. Throws `NOT_A_DATA_SOURCE`, `DRIVER_MISSING`. */
export async function resolveGiven(input: unknown): Promise<Given> {
  const made = typeof input === "function";
  const resolved: unknown = made ? await call(input) : await input;
  if (isDataSource(resolved)) return { dataSource: resolved, made };
  const beneath = isQueryRunner(resolved) ? dataSourceOf(resolved) : undefined;
  if (isQueryRunner(resolved) && beneath !== undefined)
    return { dataSource: beneath, made: false, runner: resolved };
  throw new AthanorError({
    code: "NOT_A_DATA_SOURCE",
    message: `typeorm() takes a DataSource, a promise of one, a function that returns one, or a QueryRunner; it was given ${describe(resolved)}.`,
    suggestions: ["databases: typeorm(dataSource)"],
    facts: { given: describe(resolved) },
  });
}

async function call(factory: CallableFunction): Promise<unknown> {
  try {
    return (await Reflect.apply(factory, undefined, [])) as unknown;
  } catch (error) {
    throw toDriverFailure(error, packageIn(error) ?? "database driver");
  }
}

/** By shape, not by class: the user's TypeORM is not ours to import. */
function isDataSource(value: unknown): value is OrmDataSource {
  if (typeof value !== "object" || value === null) return false;
  const options: unknown = Reflect.get(value, "options");
  if (typeof options !== "object" || options === null) return false;
  return (
    typeof Reflect.get(options, "type") === "string" &&
    typeof Reflect.get(value, "createQueryRunner") === "function"
  );
}

function isQueryRunner(value: unknown): value is OrmQueryRunner {
  if (typeof value !== "object" || value === null) return false;
  return ["query", "startTransaction", "release"].every(
    (method) => typeof Reflect.get(value, method) === "function",
  );
}

/** The lines of TypeORM differ in the name of a runner's way to its data source. */
function dataSourceOf(runner: OrmQueryRunner): OrmDataSource | undefined {
  const found = [Reflect.get(runner, "dataSource"), Reflect.get(runner, "connection")] as unknown[];
  return found.find(isDataSource);
}

function describe(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return `an object of class ${value.constructor?.name ?? "null"}`;
}
