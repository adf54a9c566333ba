import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const versions = { one: "const entities: never[] = [];" };

/** Each is refused something and goes on; what it goes on to is committed before the revision stops. */
const refused: Readonly<Record<string, string>> = {
  "a statement by itself": `await op.autocommit(async () => {
    await attempt(() => op.manager.query("INSERT INTO notes (id) VALUES (1)"));
  });`,
  "a transaction of the entity manager": `await op.autocommit(async () => {
    await attempt(() => op.manager.transaction(async (own) => {
      await own.query("INSERT INTO notes (id) VALUES (5)");
      await own.query("INSERT INTO notes (id) VALUES (1)");
    }));
  });`,
  "a nested transaction of the entity manager": `
  await attempt(() => op.manager.transaction(async (own) => {
    await own.query("INSERT INTO notes (id) VALUES (5)");
    await own.query("INSERT INTO notes (id) VALUES (1)");
  }));`,
  "a definition": `await op.autocommit(async () => {
    await op.alterColumn("notes", "id", { nullable: false });
    await attempt(() => op.manager.query("CREATE TABLE notes (id integer)"));
  });`,
};

const file = (body: string): string => `
import { writeFileSync } from "node:fs";
import { QueryFailedError } from "typeorm";
export const revision = "bbbb";
export const downRevision = "aaaa";
export async function upgrade(op) {
  const told = [];
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      const { driverError, message, query, code } = error;
      told.push([error instanceof QueryFailedError, message, query, code, error.constructor.name, driverError?.constructor.name, driverError?.code]);
    }
  };
  ${body}
  writeFileSync(new URL("./told-" + op.arguments.run + ".json", import.meta.url), JSON.stringify(told));
  await op.autocommit(() => op.execute("INSERT INTO notes (id) VALUES (2)"));
  if (op.arguments.run === "1") throw new Error("stopped");
  await op.manager.query("INSERT INTO notes (id) VALUES (3)");
}
export async function downgrade() {}
`;

const first = `
export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op) {
  await op.execute("CREATE TABLE notes (id integer NOT NULL PRIMARY KEY)");
  await op.execute("INSERT INTO notes (id) VALUES (1)");
}
export async function downgrade() {}
`;

async function withRefusal(
  product: AnyProduct,
  body: string,
  use: (application: Application, run: (number: number) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  await withEntities(product, versions, async (application) => {
    const { root, at } = application;
    await mkdir(join(root, "migrations/versions"), { recursive: true });
    await writeFile(join(root, "migrations/versions/aaaa.js"), first);
    await writeFile(join(root, "migrations/versions/bbbb.js"), file(body));
    const place = { ...at("one"), scriptLocation: "migrations" };
    await use(application, (number) => upgrade({ ...place, arguments: { run: String(number) } }));
  });
}

const toldIn = async ({ root }: Application, run: number): Promise<unknown> =>
  JSON.parse(await readFile(join(root, `migrations/versions/told-${run}.json`), "utf8"));

describeOnProducts(
  (product) => `what the entity manager is refused and a revision catches, on ${product}`,
  (product) => {
    for (const [title, body] of Object.entries(refused)) {
      it(`is refused in the same words when the revision is taken up again: ${title}`, () =>
        withRefusal(product, body, async (application, run) => {
          const failure = await catchRejection(() => run(1));
          expect(failure.message).to.include("stopped");
          await run(2);
          const told = await toldIn(application, 1);
          expect(told).to.have.length(1);
          expect(await toldIn(application, 2)).to.deep.equal(told);
          const rows = await application.query("SELECT id FROM notes ORDER BY id");
          expect(rows.map(({ id }) => id)).to.deep.equal([1, 2, 3]);
        })).timeout(30_000);
    }
  },
);
