import { connectMysql, describeOnMysql } from "./connection-mysql.js";

export type Product = "mysql" | "mariadb";

/** What a scenario says of both products, or of each. */
export type ByProduct<Value> = Value | { readonly product: { readonly [Name in Product]: Value } };

const names: Readonly<Record<Product, string>> = { mysql: "MySQL", mariadb: "MariaDB" };

let known: Promise<Product> | undefined;

/** Which of the two the tests run on. */
export function productOf(): Promise<Product> {
  known ??= askProduct();
  return known;
}

async function askProduct(): Promise<Product> {
  const connection = await connectMysql({});
  try {
    const [row = {}] = await connection.query("SELECT VERSION() AS version");
    return /mariadb/i.test(String(row["version"])) ? "mariadb" : "mysql";
  } finally {
    await connection.close();
  }
}

/** What is said of the product that the tests run on. */
export async function ofProduct<Value>(said: ByProduct<Value>): Promise<Value> {
  return isByProduct(said) ? said.product[await productOf()] : said;
}

function isByProduct<Value>(
  said: ByProduct<Value>,
): said is { readonly product: { readonly [Name in Product]: Value } } {
  return typeof said === "object" && said !== null && "product" in said;
}

/** `it` for what `only` one product can do: its name is part of the title, and the other product has the test pending. */
export function itOnProduct(
  title: string,
  only: Product | undefined,
  body: () => Promise<void>,
): Mocha.Test {
  if (only === undefined) return it(title, body);
  return it(`${title} (${names[only]})`, async function () {
    if ((await productOf()) !== only) this.skip();
    await body();
  });
}

/** `describe` for what only one product can do: its name is part of the title, and on the other the tests are pending. */
export function describeOnProduct(title: string, only: Product, body: () => void): void {
  describeOnMysql(`${title} (${names[only]})`, () => {
    before(async function () {
      if ((await productOf()) !== only) this.skip();
    });
    body();
  });
}
