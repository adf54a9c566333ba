import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { DataSource } from "typeorm";
import type { DataSourceOptions } from "typeorm";
import { toDriverFailure } from "../../../plugin/typeorm/driver-failure.js";
import { typeorm } from "../../../plugin/typeorm/index.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import { postgresServer } from "../../support/postgres.js";
import { dataSource } from "./wanted-of.js";

async function failureOf(work: () => Promise<unknown>): Promise<AthanorError> {
  const failure: unknown = await work().catch((error: unknown) => error);
  if (failure instanceof AthanorError) return failure;
  throw new Error(`An AthanorError was expected, not ${String(failure)}`);
}

function connecting(options: object): () => Promise<unknown> {
  return () => typeorm(new DataSource(options as DataSourceOptions)).connect();
}

describe("a database that cannot be reached", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "athanor-failure-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("is named, with the driver's reason and the password masked", async () => {
    const extra = { username: "app", password: "hunter2", database: "shop" };
    const error = await failureOf(() => typeorm(dataSource("postgres", [], extra)).connect());
    expect(error.code).to.equal("CANNOT_CONNECT");
    expect(error.message).to.contain('"postgres://app:***@127.0.0.1:1/shop"');
    expect(error.message).to.contain("ECONNREFUSED").and.not.to.contain("hunter2");
    expect(error.suggestions.join()).to.contain("Start the database server");
  });

  it("is to be created where it does not exist", async () => {
    const { user: username, ...server } = await postgresServer();
    const options = { type: "postgres", ...server, username, database: "no_such" };
    const error = await failureOf(connecting(options));
    expect(error).to.include({ code: "CANNOT_CONNECT" });
    expect(error.suggestions).to.deep.equal(["createdb no_such"]);
  });

  it("is a file that is no SQLite database", async () => {
    const file = join(folder, "letter.txt");
    await writeFile(file, "Dear reader, this is no database at all.".repeat(50));
    const error = await failureOf(connecting({ type: "better-sqlite3", database: file }));
    expect(error).to.include({ code: "CANNOT_CONNECT" });
    expect(error.message).to.contain("file is not a database").and.contain(file);
  });

  it("is a file that must exist and does not", async () => {
    const database = join(folder, "missing.db");
    const options = { type: "better-sqlite3", database, fileMustExist: true };
    expect(await failureOf(connecting(options))).to.include({ code: "CANNOT_CONNECT" });
  });

  it("can be tried again", async () => {
    const database = typeorm(dataSource("postgres", []));
    await failureOf(() => database.connect());
    expect(await failureOf(() => database.connect())).to.include({ code: "CANNOT_CONNECT" });
    await database.close();
  });
});

describe("what is handed to typeorm()", () => {
  it("may be a promise of a data source", async () => {
    const { schema } = await typeorm(Promise.resolve(dataSource("postgres", []))).source.read();
    expect(schema.tables).to.deep.equal([]);
  });

  it("may be a function that makes one", async () => {
    const { schema } = await typeorm(() => dataSource("postgres", [])).source.read();
    expect(schema.tables).to.deep.equal([]);
  });

  for (const given of [undefined, {}, "postgres://db", { options: {} }]) {
    it(`is refused where it is ${JSON.stringify(given) ?? "undefined"}`, async () => {
      const database = typeorm(given as unknown as DataSource);
      const error = await failureOf(() => database.source.read());
      expect(error).to.include({ code: "NOT_A_DATA_SOURCE" });
    });
  }

  it("is refused where Athanor does not know its database", async () => {
    const unknown = {
      ...dataSource("postgres", []),
      options: { type: "oracle" },
      createQueryRunner() {},
    };
    const database = typeorm(unknown as unknown as DataSource);
    const error = await failureOf(() => database.dialect());
    expect(error).to.include({ code: "UNSUPPORTED_DATABASE" });
    expect(error.message).to.contain('"oracle"').and.contain('"postgres", "better-sqlite3"');
  });

  it("keeps what a function throws", async () => {
    const failing = typeorm(() => {
      throw new RangeError("no settings");
    });
    const failure: unknown = await failing.source.read().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(RangeError);
  });
});

describe("a driver package that is not installed", () => {
  it("is named with the command that installs it", () => {
    const complaint = Object.assign(new Error("Postgres package has not been found installed"), {
      name: "DriverPackageNotInstalledError",
    });
    const error = toDriverFailure(complaint, "postgres");
    expect(error).to.be.instanceOf(AthanorError).and.to.include({ code: "DRIVER_MISSING" });
    expect((error as AthanorError).suggestions).to.deep.equal(["npm install pg"]);
  });
});
