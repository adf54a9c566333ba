import { expect } from "chai";
import { orm } from "../../../plugin/sqlite/orm.js";
import { addressOf } from "../../../plugin/typeorm/address.js";

type Options = { readonly type: string; readonly [name: string]: unknown };

const cases: readonly (readonly [Options, string])[] = [
  [
    { type: "postgres", host: "db", port: 5432, username: "app", password: "x", database: "shop" },
    "postgres://app:***@db:5432/shop",
  ],
  [{ type: "postgres", database: "shop" }, "postgres://localhost/shop"],
  [{ type: "postgres", url: "postgres://app:s3cret@db/shop" }, "postgres://app:***@db/shop"],
  [
    { type: "postgres", url: "postgres://app@db/shop?password=x" },
    "postgres://app@db/shop?password=***",
  ],
  [
    { type: "postgres", replication: { master: { host: "main", database: "shop" }, slaves: [] } },
    "postgres://main/shop",
  ],
  [{ type: "better-sqlite3", database: "data/shop.db" }, "sqlite:data/shop.db"],
  [{ type: "sqlite", database: ":memory:" }, "sqlite::memory:"],
];

describe("the address of a data source", () => {
  for (const [options, address] of cases) {
    it(`is ${address}`, () => {
      const isFile = orm.drivers.some(({ type }) => type === options.type);
      expect(addressOf(options, isFile ? orm.file : undefined)).to.equal(address);
    });
  }
});
