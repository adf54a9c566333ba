import type { Around } from "../../src/plugin/connection.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";

/** TypeORM's own EntityManager on this runner; each of its statements goes through `around`. */
export function createEntityManager(
  dataSource: OrmDataSource,
  runner: OrmQueryRunner,
  around: Around,
): unknown {
  const surrounded: Readonly<Record<PropertyKey, unknown>> = {
    query: surround(around, runner, "query"),
    stream: surround(around, runner, "stream"),
  };
  const proxy: OrmQueryRunner = new Proxy(runner, {
    get: (target, key, receiver): unknown =>
      key === "manager" ? manager : (surrounded[key] ?? Reflect.get(target, key, receiver)),
  });
  const manager = dataSource.createEntityManager(proxy);
  return manager;
}

function surround(
  around: Around,
  runner: OrmQueryRunner,
  method: string,
): (...given: unknown[]) => Promise<unknown> {
  return (...given) => {
    const [sql, parameters] = given;
    const statement = {
      sql: String(sql),
      ...(Array.isArray(parameters) ? { parameters } : {}),
    };
    return around(statement, async () => {
      const call: unknown = Reflect.get(runner, method);
      if (typeof call !== "function") throw new TypeError(`This driver has no "${method}".`);
      return (await Reflect.apply(call, runner, given)) as unknown;
    });
  };
}
