import { expect } from "chai";
import { columnQuestions } from "../../../src/diff/candidate/column-questions.js";
import { noNames, namesOf, worthRemembering } from "../../../src/diff/candidate/memory.js";
import { likely, type RenameQuestion } from "../../../src/diff/candidate/question.js";
import { tableQuestions } from "../../../src/diff/candidate/table-questions.js";
import { valueQuestions } from "../../../src/diff/candidate/value-questions.js";
import type { Table } from "../../../src/schema/table.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { column, schemaOf, table } from "../../support/table.js";

const nothing = { now: noNames, before: noNames };
const same = (name: QualifiedName): QualifiedName => name;

function columnsAsked(from: Table, to: Table, memory = nothing): readonly RenameQuestion[] {
  return columnQuestions(schemaOf([from]), schemaOf([to]), memory, same);
}

const oldNames = (question: RenameQuestion | undefined): readonly string[] =>
  (question?.candidates ?? []).map(({ rename }) =>
    rename.kind === "table" ? rename.from.name : rename.from,
  );

const scoreOf = (question: RenameQuestion | undefined): number =>
  question?.candidates[0]?.score ?? 0;

describe("what a new column may have been", () => {
  const users = (...columns: Table["columns"]): Table => table("users", { columns });
  const name = column("name", "varchar");
  const age = column("age", "integer");

  it("is the column that went from its place, likelier than not", () => {
    const [question] = columnsAsked(users(name, age), users(column("fullName", "varchar"), age));
    expect(oldNames(question)).to.deep.equal(["name"]);
    expect(scoreOf(question)).to.be.at.least(likely);
    expect(question?.candidates[0]?.reasons).to.include("same type");
  });

  it("is first the one whose name is nearest", () => {
    const [question] = columnsAsked(
      users(column("street", "varchar"), column("town", "varchar")),
      users(column("streetName", "varchar")),
    );
    expect(oldNames(question)[0]).to.equal("street");
  });

  it("is nothing whose values cannot follow and whose name is another", () => {
    const json = column("payload", { type: { name: "jsonb" }, nullable: true });
    expect(columnsAsked(users(json), users(age))).to.deep.equal([]);
  });

  it("is nothing of another table", () => {
    const from = schemaOf([users(name), table("posts", { columns: [] })]);
    const to = schemaOf([users(), table("posts", { columns: [name] })]);
    expect(columnQuestions(from, to, nothing, same)).to.deep.equal([]);
  });

  it("is what its property was stored in, whatever else it looks like", () => {
    const properties = { x1: "payload" };
    const before = worthRemembering([{ table: { name: "users" }, entity: "User", properties }]);
    const now = namesOf([
      { table: { name: "users" }, entity: "User", properties: { zz: "payload" } },
    ]);
    const [question] = columnsAsked(
      users(age, column("x1", "text"), column("z1", "varchar")),
      users(age, column("zz", "varchar")),
      { now, before },
    );
    expect(oldNames(question)[0]).to.equal("x1");
    expect(question?.candidates[0]?.reasons[0]).to.equal('the property "payload" had this column');
  });

  it("is what was named as its property is, without anything remembered", () => {
    const now = namesOf([
      { table: { name: "users" }, entity: "User", properties: { usr_nm: "name" } },
    ]);
    const [question] = columnsAsked(users(name), users(column("usr_nm", "varchar")), {
      now,
      before: noNames,
    });
    expect(scoreOf(question)).to.be.at.least(0.9);
  });
});

describe("what a new table may have been", () => {
  const columns = [column("name", "varchar"), column("age"), column("bio", "text")];

  it("is the table that has its columns", () => {
    const from = schemaOf([table("users", { columns }), table("logs")]);
    const to = schemaOf([table("people", { columns })]);
    const [question] = tableQuestions(from, to, nothing);
    expect(oldNames(question)).to.deep.equal(["users"]);
    expect(question?.candidates[0]?.reasons).to.include("4 of 4 columns in common");
  });

  it("is nothing that shares only its key", () => {
    const from = schemaOf([table("logs", { columns: [column("line", "text")] })]);
    const to = schemaOf([table("people", { columns })]);
    expect(tableQuestions(from, to, nothing)).to.deep.equal([]);
  });

  it("is what its class was stored in", () => {
    const before = worthRemembering([
      { table: { name: "t_17" }, entity: "Person", properties: {} },
    ]);
    const now = namesOf([{ table: { name: "humans" }, entity: "Person", properties: {} }]);
    const from = schemaOf([table("t_17"), table("users", { columns })]);
    const to = schemaOf([table("humans", { columns })]);
    const [question] = tableQuestions(from, to, { now, before });
    expect(oldNames(question)[0]).to.equal("t_17");
  });
});

describe("what a new value of an enumeration may have been", () => {
  const withValues = (expression: string) =>
    schemaOf([
      table("users", {
        columns: [column("status", "varchar")],
        checks: [{ kind: "check", name: "c", expression }],
      }),
    ]);

  it("is the value that went, whether a type or a check lists them", () => {
    const [question] = valueQuestions(
      withValues(`"status" IN ('active', 'it''s gone')`),
      withValues(`"status" in ('live','it''s gone')`),
    );
    expect([question?.added, question?.within]).to.deep.equal(["live", "users.status"]);
    expect(oldNames(question)).to.deep.equal(["active"]);
  });

  it("is nothing where values are only added", () => {
    const asked = valueQuestions(
      withValues(`"status" in ('active')`),
      withValues(`"status" in ('active','live')`),
    );
    expect(asked).to.deep.equal([]);
  });
});

describe("the names worth remembering", () => {
  it("are those that the database's own do not tell", () => {
    const properties = { user_name: "userName", usr_nm: "nick", ids: "id" };
    expect(
      worthRemembering([
        { table: { name: "users" }, entity: "User", properties },
        { table: { name: "t_17" }, entity: "Person", properties: {} },
      ]),
    ).to.deep.equal({
      entities: { t_17: "Person" },
      properties: { "users.usr_nm": "nick", "users.ids": "id" },
    });
  });
});
