import type { OrmDataSource, OrmQueryRunner } from "./orm.js";

/** TypeORM's own EntityManager on this runner; `before` is awaited ahead of each of its statements. */
export function createEntityManager(
  dataSource: OrmDataSource,
  runner: OrmQueryRunner,
  before: () => Promise<void>,
): unknown {
  const waiting: Readonly<Record<PropertyKey, unknown>> = {
    query: after(before, runner, "query"),
    stream: after(before, runner, "stream"),
  };
  const proxy: OrmQueryRunner = new Proxy(runner, {
    get: (target, key, receiver): unknown =>
      key === "manager" ? manager : (waiting[key] ?? Reflect.get(target, key, receiver)),
  });
  const manager = dataSource.createEntityManager(proxy);
  return manager;
}

function after(
  before: () => Promise<void>,
  runner: OrmQueryRunner,
  method: string,
): (...parameters: unknown[]) => Promise<unknown> {
  return async (...parameters) => {
    await before();
    const call: unknown = Reflect.get(runner, method);
    if (typeof call !== "function") throw new TypeError(`This driver has no "${method}".`);
    return Reflect.apply(call, runner, parameters) as unknown;
  };
}
