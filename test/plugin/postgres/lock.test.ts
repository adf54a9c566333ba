import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { AthanorError } from "../../../src/error/athanor-error.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";

const key = "database/schema/athanor_version";

describe("the lock on PostgreSQL", () => {
  it("is had at once when nobody holds it", async () => {
    await withPostgresConnection(async (connection) => {
      const waits: unknown[] = [];
      const request = {
        connection,
        key,
        timeoutMilliseconds: 100,
        onWait: (by: unknown) => waits.push(by),
      };
      const free = await postgres.session.lock(request);
      await free();
      expect(waits).to.deep.equal([]);
    });
  });

  it("names its holder when it is not freed in time", async () => {
    await withPostgresConnection(async (connection) => {
      const other = await connection.open();
      try {
        await postgres.session.lock({
          connection: other,
          key,
          timeoutMilliseconds: 0,
          onWait: () => undefined,
        });
        const waits: (string | undefined)[] = [];
        const request = {
          connection,
          key,
          timeoutMilliseconds: 60,
          onWait: (by?: string) => void waits.push(by),
        };
        const failure = await postgres.session.lock(request).catch((error: AthanorError) => error);
        expect(failure).to.include({ code: "LOCK_TIMEOUT" });
        expect(waits).to.have.length(1);
        expect(waits[0]).to.match(/^postgres process \d+/);
      } finally {
        await other.close();
      }
    });
  });

  it("is handed on when it is freed", async () => {
    await withPostgresConnection(async (connection) => {
      const other = await connection.open();
      try {
        const held = await postgres.session.lock({
          connection: other,
          key,
          timeoutMilliseconds: 0,
          onWait: () => undefined,
        });
        const next = postgres.session.lock({
          connection,
          key,
          timeoutMilliseconds: 5_000,
          onWait: () => void held(),
        });
        await (
          await next
        )();
      } finally {
        await other.close();
      }
    });
  });

  it("does not stand in the way of another key", async () => {
    await withPostgresConnection(async (connection) => {
      const other = await connection.open();
      try {
        await postgres.session.lock({
          connection: other,
          key,
          timeoutMilliseconds: 0,
          onWait: () => undefined,
        });
        const waits: unknown[] = [];
        const request = {
          connection,
          key: "other",
          timeoutMilliseconds: 0,
          onWait: () => waits.push(1),
        };
        await (
          await postgres.session.lock(request)
        )();
        expect(waits).to.deep.equal([]);
      } finally {
        await other.close();
      }
    });
  });
});
