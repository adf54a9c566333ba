import { expect } from "chai";
import { maskSecrets, maskValue } from "../../src/error/mask.js";

const texts: Readonly<Record<string, string>> = {
  "postgres://app:top@db:5432/shop": "postgres://app:***@db:5432/shop",
  "see postgres://app:p@ss/w?o#rd@db/shop now": "see postgres://app:***@db/shop now",
  "mysql://:top@db": "mysql://:***@db",
  "postgres://db/shop?user=app&password=top&ssl=1":
    "postgres://db/shop?user=app&password=***&ssl=1",
  "host=db password=top user=app": "host=db password=*** user=app",
  "PGPASSWORD=top psql": "PGPASSWORD=*** psql",
  "postgres://app@db/shop": "postgres://app@db/shop",
  "file:///app/node_modules/@scope/x.js:1:2": "file:///app/node_modules/@scope/x.js:1:2",
  "password authentication failed": "password authentication failed",
};

describe("masking secrets in a text", () => {
  for (const [text, shown] of Object.entries(texts)) {
    it(`makes of "${text}": ${shown}`, () => {
      expect(maskSecrets(text)).to.equal(shown);
    });
  }

  it("changes nothing the second time", () => {
    for (const text of Object.keys(texts))
      expect(maskSecrets(maskSecrets(text))).to.equal(maskSecrets(text));
  });
});

class User {}

describe("masking secrets in a value", () => {
  it("masks what a secret name names, however deep, and the addresses", () => {
    const options = {
      username: "app",
      password: "top",
      ssl: { key: "PEM", rejectUnauthorized: false },
      replication: { master: { url: "postgres://app:top@db/shop" } },
      extra: { sslPassword: "top", accessToken: "top" },
    };
    expect(maskValue(options)).to.deep.equal({
      username: "app",
      password: "***",
      ssl: { key: "***", rejectUnauthorized: false },
      replication: { master: { url: "postgres://app:***@db/shop" } },
      extra: { sslPassword: "***", accessToken: "***" },
    });
  });

  it("leaves the names of classes, functions and objects of a class", () => {
    const value = { entities: [User], logger: new User(), password: () => "top" };
    expect(maskValue(value)).to.deep.equal({
      entities: ["User"],
      logger: "[User]",
      password: "***",
    });
  });

  it("comes to an end where a value leads in a circle", () => {
    const circle: Record<string, unknown> = {};
    circle["again"] = circle;
    expect(JSON.stringify(maskValue(circle))).to.include("[Object]");
  });
});
