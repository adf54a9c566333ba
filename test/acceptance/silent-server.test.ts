import { performance } from "node:perf_hooks";
import { expect } from "chai";
import { current } from "../../src/action/current.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { failedUpgrade, makesTable, onMysql, onPostgres, sourceOf } from "../support/faulty-run.js";
import { withProxy } from "../support/tcp-proxy.js";

/** A server that accepts and never answers, reached as this one is. */
function suite(on: typeof onPostgres): void {
  it("is given up after connectTimeout", async () => {
    await withProxy({ slots: 0 }, ({ port }) =>
      on(async (server) => {
        const failure = await failedUpgrade(server, { port }, makesTable, { connectTimeout: 300 });
        expect(failure.code).to.equal("CANNOT_CONNECT");
        expect(failure.message).to.contain("it did not answer within 0.3 s");
        expect(failure.suggestions.join()).to.contain("--connect-timeout 2m");
      }),
    );
  });

  it("is given up after the limit of the data source", async () => {
    await withProxy({ slots: 0 }, ({ port }) =>
      on(async (server) => {
        const changed = { port, connectTimeoutMS: 400, connectTimeout: 400 };
        const dataSource = sourceOf(server, changed);
        const failure = await catchRejection(() => current({ dataSource, modules: [] }));
        expect(failure.code).to.equal("CANNOT_CONNECT");
      }),
    );
  });

  it("is left at once when the run is asked to end", async () => {
    await withProxy({ slots: 0 }, ({ port }) =>
      on(async (server) => {
        const controller = new AbortController();
        const begun = performance.now();
        setTimeout(() => controller.abort("SIGINT"), 200);
        const { signal } = controller;
        const failure = await failedUpgrade(server, { port }, makesTable, { signal });
        expect(failure.code).to.equal("INTERRUPTED");
        expect(failure.message).to.equal(
          "The run was interrupted by SIGINT before it had changed anything in this database.",
        );
        expect(performance.now() - begun).to.be.below(5000);
      }),
    );
  });

  it("is a pooler without a second session: what is needed is said", async () => {
    await on(async (server) => {
      await withProxy({ to: server.options.port, slots: 1 }, async ({ port }) => {
        const failure = await failedUpgrade(server, { port }, makesTable, { connectTimeout: 700 });
        expect(failure.code).to.equal("CANNOT_CONNECT");
        expect(failure.message).to.contain("A run needs two connections");
        expect(failure.suggestions[0]).to.contain("behind a pooler, two sessions or more");
      });
    });
  });
}

describe("a server of PostgreSQL that accepts and never answers", () => suite(onPostgres));

describeOnMysql("a server of MySQL or MariaDB that accepts and never answers", () =>
  suite(onMysql),
);
