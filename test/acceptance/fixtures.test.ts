import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Schema } from "../../src/schema/schema.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { type Application, versions, withApplication } from "../support/fixture-application.js";
import { comparableSchema, commonValues, readValues, type Values } from "../support/values.js";
import { blogRows, shopRows } from "./rows.js";

const applications = { blog: blogRows, shop: shopRows };

const databases = { sqlite: describe, postgres: describe, mysql: describeOnMysql };

for (const [name, rows] of Object.entries(applications)) {
  for (const database of ["sqlite", "postgres", "mysql"] as const) {
    databases[database](`the ${name} on ${database}, version by version`, () => {
      it("goes up, is clean, keeps every value, goes down and up again", async () => {
        await withApplication(name, database, (application) => travel(application, rows));
      }).timeout(180_000);
    });
  }
}

/** What one version left behind. */
type Stage = { readonly version: string; readonly schema: Schema; readonly values: Values };

async function travel(
  application: Application,
  rows: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const stages: Stage[] = [];
  for (const version of versions) {
    const before = await readValues(application);
    await writeAndUpgrade(application, version);
    expectKept(before, await readValues(application));
    for (const sql of rows[version] ?? []) await application.query(sql);
    stages.push(await stageOf(application, version));
  }
  await goDown(application, stages);
  await upgrade({ ...application.at("v4"), target: "head" });
  await expectSchema(application, stages.at(-1));
}

async function writeAndUpgrade(application: Application, version: string): Promise<void> {
  const written = await revision({
    ...application.at(version),
    autogenerate: true,
    message: version,
  });
  expect(written.written).to.equal(true);
  await upgrade(application.at(version));
  expect((await check(application.at(version))).databases[0]?.operations).to.deep.equal([]);
}

async function stageOf(application: Application, version: string): Promise<Stage> {
  return { version, schema: await application.inspect(), values: await readValues(application) };
}

async function goDown(application: Application, stages: readonly Stage[]): Promise<void> {
  // An extension stays where it is once it is there: others may use it.
  const extensions = stages.at(-1)?.schema.extensions ?? [];
  for (const stage of [...stages].reverse().slice(1)) {
    const before = await readValues(application);
    await downgrade({ ...application.at("v4"), target: "-1" });
    await expectSchema(application, { ...stage, schema: { ...stage.schema, extensions } });
    expectKept(before, await readValues(application));
  }
  await downgrade({ ...application.at("v4"), target: "base" });
  expect(comparableSchema(await application.inspect())).to.have.property("tables").that.is.empty;
}

async function expectSchema(application: Application, stage: Stage | undefined): Promise<void> {
  expect(comparableSchema(await application.inspect())).to.deep.equal(
    stage && comparableSchema(stage.schema),
  );
}

function expectKept(before: Values, after: Values): void {
  const [were, are] = commonValues(before, after);
  expect(are).to.deep.equal(were);
}
