// Loads the data source named by the second argument in the way named by the first, builds TypeORM's metadata, and prints
// what it took and the types that the decorators saw. The time counts from the start of the process.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [way, path, extra] = process.argv.slice(2);
const require = createRequire(path);

const ways = {
  athanor: async () => {
    const { createLoader } = await import(pathToFileURL(extra).href);
    return createLoader({ root: process.cwd() }).load(path);
  },
  jiti: async () => {
    const { createJiti } = await import("jiti");
    return createJiti(path, { fsCache: extra, tsconfigPaths: true, interopDefault: false }).import(
      path,
    );
  },
  require: () => require(path),
  import: () => import(pathToFileURL(path).href),
};

try {
  const { dataSource } = await ways[way]();
  await dataSource.buildMetadatas();
  const wall = performance.now();
  const cpu = process.cpuUsage();
  const { getMetadataArgsStorage } = require("typeorm");
  const types = getMetadataArgsStorage().columns.map(({ target, propertyName }) => {
    const type = Reflect.getMetadata("design:type", target.prototype, propertyName);
    return `${target.name}.${propertyName} ${type?.name ?? typeof type}`;
  });
  const memory = process.resourceUsage().maxRSS / 1024;
  console.log(
    JSON.stringify({ wall, cpu: (cpu.user + cpu.system) / 1000, memory, types: types.sort() }),
  );
} catch (failure) {
  console.log(JSON.stringify({ failure: String(failure.message ?? failure).split("\n")[0] }));
}
