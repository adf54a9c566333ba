import fc from "fast-check";
import { applyOperation } from "../../src/operation/apply.js";
import type { Locking } from "../../src/operation/locking.js";
import type { Operation, OperationKind } from "../../src/operation/operation.js";
import type { Column } from "../../src/schema/column.js";
import { compact } from "../../src/schema/compact.js";
import type { Constraint, PrimaryKey } from "../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../src/schema/index-definition.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameOf } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptySchema } from "../../src/schema/schema.js";
import type { Sequence } from "../../src/schema/sequence.js";
import type { Table, TableOptions, Trigger } from "../../src/schema/table.js";
import { constraintsOf } from "../../src/schema/table.js";
import type { View } from "../../src/schema/view.js";
import type { Vocabulary } from "./vocabulary.js";
import { awkwardWords, flag, maybe, nulls } from "./vocabulary.js";

/** Draws whole sequences of operations, each possible in the state that the ones before it leave. */
export class Drawing {
  #names = 0;
  #state: Schema = emptySchema;

  constructor(
    private readonly draw: <Value>(arbitrary: fc.Arbitrary<Value>) => Value,
    private readonly words: Vocabulary = awkwardWords,
  ) {}

  /** A schema with something of everything in it. */
  prepare(): Schema {
    this.#take({ kind: "createEnum", enum: { ...this.#name(), values: this.#texts(1) } });
    this.#take({ kind: "createSequence", sequence: this.#sequence() });
    this.#take({ kind: "createExtension", extension: { name: this.#word(), schema: "x" } });
    this.#take({ kind: "createTable", table: this.#table() });
    this.#take({ kind: "createTable", table: this.#table() });
    this.#take({ kind: "createView", view: this.#view() });
    return this.#state;
  }

  operations(count: number): readonly Operation[] {
    return Array.from({ length: count }, () => this.#next()).flatMap((made) => made ?? []);
  }

  #next(): Operation | undefined {
    const kind = this.draw(fc.constantFrom(...drawnKinds));
    if (kind !== "batchAlterTable") return this.#one(kind);
    const table = this.#some(this.#state.tables);
    if (table === undefined) return undefined;
    const kinds = this.draw(fc.array(fc.constantFrom(...tableKinds), { maxLength: 4 }));
    const operations = kinds.flatMap((inner) => this.#one(inner, nameOf(table)) ?? []);
    return { kind: "batchAlterTable", table: nameOf(table), operations };
  }

  #one(kind: OperationKind, on?: QualifiedName): Operation | undefined {
    const operation = this.#make(kind, on);
    if (operation !== undefined) this.#take(operation);
    return operation;
  }

  #take(operation: Operation): void {
    this.#state = applyOperation(this.#state, operation);
  }

  #make(kind: OperationKind, on: QualifiedName | undefined): Operation | undefined {
    const held = this.#state.tables.filter(
      (candidate) =>
        on === undefined || (candidate.name === on.name && candidate.schema === on.schema),
    );
    const table = this.#some(held);
    const made = this.#makeOfCatalog(kind);
    return made ?? (table === undefined ? undefined : this.#makeOfTable(kind, table));
  }

  #makeOfTable(kind: OperationKind, table: Table): Operation | undefined {
    const name = nameOf(table);
    const columns = table.columns.map((column) => column.name);
    const column = this.#some(table.columns);
    const constraint = this.#some(constraintsOf(table));
    const index = this.#some(table.indexes);
    switch (kind) {
      case "dropTable":
        return compact({ kind, table, ifExists: this.draw(flag) });
      case "renameTable":
        return { kind, from: name, to: this.#name() };
      case "alterTableComment":
        return compact({
          kind,
          table: name,
          from: table.comment,
          to: this.draw(maybe(this.words.text)),
          ...this.#locking(),
        });
      case "alterTableOptions":
        return {
          kind,
          table: name,
          from: table.options ?? {},
          to: this.#tableOptions(),
          ...this.#locking(),
        };
      case "addColumn":
        return compact({
          kind,
          table: name,
          column: this.#column(),
          ifNotExists: this.draw(flag),
          ...this.#locking(),
        });
      case "createConstraint":
        return { kind, table: name, constraint: this.#constraint(columns, table) };
      case "createIndex":
        return compact({
          kind,
          table: name,
          index: this.#index(columns),
          concurrently: this.draw(flag),
          ifNotExists: this.draw(flag),
          ...this.#locking(),
        });
      case "bulkInsert":
      case "deleteRows":
        return { kind, table: name, rows: this.draw(fc.array(this.words.row, { maxLength: 3 })) };
      case "backfill":
        return compact({
          kind,
          table: name,
          set: this.draw(this.words.row),
          where: this.draw(maybe(fc.oneof(this.words.text, this.words.row))),
          batchSize: this.draw(maybe(fc.integer({ min: 1, max: 9_999 }))),
          pause: this.draw(maybe(fc.integer({ min: 0, max: 999 }))),
          reversible: this.draw(maybe(flag)),
        });
    }
    if (column !== undefined && kind === "dropColumn" && table.columns.length > 1)
      return compact({ kind, table: name, column, ifExists: this.draw(flag), ...this.#locking() });
    if (column !== undefined && kind === "renameColumn")
      return { kind, table: name, from: column.name, to: this.#word() };
    if (column !== undefined && kind === "alterColumn")
      return compact({
        kind,
        table: name,
        from: column,
        to: { ...this.#column(), name: column.name },
        using: this.draw(maybe(this.words.text)),
        reverseUsing: this.draw(maybe(this.words.text)),
        renamed: this.#parameters(),
        ...this.#locking(),
      });
    if (constraint !== undefined && kind === "dropConstraint")
      return compact({
        kind,
        table: name,
        constraint,
        ifExists: this.draw(flag),
      });
    if (constraint !== undefined && kind === "renameConstraint")
      return { kind, table: name, constraint, to: this.#word() };
    if (constraint?.name !== undefined && kind === "validateConstraint")
      return { kind, table: name, name: constraint.name };
    if (index !== undefined && kind === "dropIndex")
      return compact({
        kind,
        table: name,
        index,
        concurrently: this.draw(flag),
        ifExists: this.draw(flag),
        ...this.#locking(),
      });
    if (index !== undefined && kind === "renameIndex")
      return { kind, table: name, from: index.name, to: this.#word() };
    return undefined;
  }

  #makeOfCatalog(kind: OperationKind): Operation | undefined {
    const { enums, sequences, views, extensions } = this.#state;
    const type = this.#some(enums);
    const view = this.#some(views);
    const sequence = this.#some(sequences);
    const extension = this.#some(extensions);
    switch (kind) {
      case "createTable":
        return compact({ kind, table: this.#table(), ifNotExists: this.draw(flag) });
      case "createEnum":
        return compact({
          kind,
          enum: { ...this.#name(), values: this.#texts(0) },
          ifNotExists: this.draw(flag),
        });
      case "createSequence":
        return compact({ kind, sequence: this.#sequence(), ifNotExists: this.draw(flag) });
      case "createView":
        return compact({
          kind,
          view: this.#view(),
          ifNotExists: this.draw(flag),
          aside: this.draw(flag),
        });
      case "createSchema":
        return compact({ kind, name: this.#word(), ifNotExists: this.draw(flag) });
      case "createExtension":
        return {
          kind,
          extension: compact({ name: this.#word(), schema: this.draw(maybe(this.words.text)) }),
        };
      case "execute":
        return compact({
          kind,
          sql: this.draw(this.words.text),
          parameters: this.draw(maybe(fc.array(this.words.cell))),
          reverse: this.draw(maybe(fc.record({ sql: this.words.text }))),
        });
    }
    if (type !== undefined && kind === "dropEnum")
      return compact({ kind, enum: type, ifExists: this.draw(flag) });
    if (type !== undefined && kind === "renameEnum")
      return { kind, from: nameOf(type), to: this.#name() };
    if (type !== undefined && kind === "alterEnum")
      return compact({
        kind,
        from: type,
        to: { ...nameOf(type), values: this.#texts(1) },
        rewrite: this.draw(flag),
        renamed: this.draw(
          maybe(
            fc.dictionary(this.words.text, this.words.text, { maxKeys: 3, noNullPrototype: true }),
          ),
        ),
      });
    if (view !== undefined && kind === "dropView")
      return compact({ kind, view, ifExists: this.draw(flag), aside: this.draw(flag) });
    if (sequence !== undefined && kind === "dropSequence")
      return compact({ kind, sequence, ifExists: this.draw(flag) });
    if (sequence !== undefined && kind === "alterSequence")
      return { kind, from: sequence, to: { ...this.#sequence(), ...nameOf(sequence) } };
    if (sequence !== undefined && kind === "renameSequence")
      return { kind, from: nameOf(sequence), to: this.#name() };
    if (extension !== undefined && kind === "dropExtension")
      return compact({ kind, extension, ifExists: this.draw(flag) });
    return undefined;
  }

  #locking(): Locking {
    return compact({
      online: this.draw(flag),
      algorithm: this.draw(maybe(fc.constant("inplace" as const))),
      lock: this.draw(maybe(fc.constant("shared" as const))),
    });
  }

  #some<Item>(list: readonly Item[]): Item | undefined {
    return list.length === 0 ? undefined : this.draw(fc.constantFrom(...list));
  }

  /** Unlike every other. */
  #word(): string {
    return `${this.draw(this.words.text)}${(this.#names += 1)}`;
  }

  #name(): QualifiedName {
    return this.draw(fc.boolean()) ? { name: this.#word() } : { schema: "b.c", name: this.#word() };
  }

  #texts(least: number): readonly string[] {
    return this.draw(fc.uniqueArray(this.words.text, { minLength: least, maxLength: 4 }));
  }

  #sequence(): Sequence {
    const count = maybe(fc.constantFrom("1", "-5", "9223372036854775807"));
    return {
      ...this.#name(),
      ...compact({
        type: this.draw(maybe(fc.constant("integer"))),
        start: this.draw(count),
        increment: this.draw(count),
        minimum: this.draw(count),
        maximum: this.draw(count),
        cache: this.draw(count),
        cycle: this.draw(flag),
      }),
    };
  }

  #view(): View {
    const { text } = this.words;
    return compact({
      ...this.#name(),
      definition: this.draw(text),
      columns: this.draw(maybe(fc.array(text, { minLength: 1, maxLength: 2 }))),
      materialized: this.draw(fc.boolean()),
      security: this.draw(maybe(fc.constant("INVOKER" as const))),
      definer: this.draw(maybe(fc.constant("app@%"))),
      indexes: this.draw(fc.boolean()) ? [this.#index(["a"])] : [],
      triggers: this.#triggers(),
      dependsOn: this.draw(fc.boolean()) ? [this.#name(), this.#name()] : undefined,
    });
  }

  #table(): Table {
    const columns = Array.from({ length: this.draw(fc.integer({ min: 1, max: 4 })) }, () =>
      this.#column(),
    );
    const names = columns.map((column) => column.name);
    const bare = { uniques: [], checks: [], exclusions: [], foreignKeys: [], indexes: [] };
    const table: Table = { ...this.#name(), columns, ...bare };
    const made = this.draw(fc.array(fc.constant(null), { maxLength: 4 })).reduce<Table>(
      (held) => withConstraint(held, this.#constraint(names, held)),
      table,
    );
    const options = this.draw(fc.boolean()) ? this.#tableOptions() : undefined;
    return compact({
      ...made,
      indexes: this.draw(fc.boolean()) ? [this.#index(names)] : [],
      comment: this.draw(maybe(this.words.text)),
      options: options === undefined || Object.keys(options).length === 0 ? undefined : options,
      triggers: this.#triggers(),
    });
  }

  #triggers(): readonly Trigger[] | undefined {
    const trigger = fc.record({ name: this.words.text, definition: this.words.text });
    return this.draw(maybe(fc.array(trigger, { maxLength: 2 })));
  }

  #tableOptions(): TableOptions {
    const text = maybe(this.words.text);
    return compact({
      engine: this.draw(text),
      charset: this.draw(text),
      collation: this.draw(text),
      rowFormat: this.draw(text),
      strict: this.draw(flag),
      withoutRowid: this.draw(flag),
      unlogged: this.draw(flag),
      parameters: this.#parameters(),
      partitionBy: this.draw(text),
    });
  }

  #parameters(): Readonly<Record<string, string>> | undefined {
    const { text } = this.words;
    return this.draw(maybe(fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true })));
  }

  #column(): Column {
    return compact({
      name: this.#word(),
      type: this.draw(this.words.type),
      nullable: this.draw(fc.boolean()),
      default: this.draw(maybe(this.words.columnDefault)),
      generated: this.draw(maybe(this.words.generated)),
      collation: this.draw(maybe(this.words.text)),
      charset: this.draw(maybe(this.words.text)),
      comment: this.draw(maybe(this.words.text)),
      invisible: this.draw(flag),
      compressed: this.draw(flag),
      onUpdate: this.draw(maybe(this.words.text)),
      onConflict: this.draw(maybe(this.words.text)),
    });
  }

  #constraint(columns: readonly string[], table: Table): Constraint {
    const name = this.draw(fc.boolean()) ? this.#word() : undefined;
    const some = this.draw(fc.subarray([...columns], { minLength: 1 }));
    const deferrable = this.draw(maybe(fc.constant("INITIALLY DEFERRED" as const)));
    const kind = this.draw(
      fc.constantFrom("primaryKey", "unique", "check", "exclude", "foreignKey"),
    );
    if (kind === "primaryKey" && table.primaryKey === undefined)
      return compact({ kind, name, columns: some, deferrable, ...this.#keyTraits(some) });
    if (kind === "check" || kind === "primaryKey")
      return compact({
        kind: "check" as const,
        name,
        expression: this.#word(),
        column: this.draw(maybe(this.words.text)),
        notValid: this.draw(flag),
        noInherit: this.draw(flag),
        notEnforced: this.draw(flag),
      });
    if (kind === "exclude") return compact({ kind, name, expression: this.#word(), deferrable });
    const own = name ?? this.#word();
    if (kind === "unique")
      return compact({
        kind,
        name: own,
        columns: some,
        deferrable,
        nullsNotDistinct: this.draw(flag),
        include: this.draw(maybe(fc.constant(["x"]))),
        ...this.#keyTraits(some),
      });
    return compact({
      kind,
      name: own,
      columns: some,
      references: this.#name(),
      referencedColumns: some,
      onDelete: this.draw(fc.constantFrom("NO ACTION" as const, "CASCADE" as const)),
      onUpdate: this.draw(fc.constantFrom("NO ACTION" as const, "SET NULL" as const)),
      deferrable,
      match: this.draw(maybe(fc.constant("FULL"))),
      notValid: this.draw(flag),
      notEnforced: this.draw(flag),
    });
  }

  #keyTraits({
    length,
  }: readonly string[]): Pick<PrimaryKey, "collations" | "descending" | "onConflict"> {
    const each = { minLength: length, maxLength: length };
    return compact({
      collations: this.draw(maybe(fc.array(fc.constantFrom("NOCASE", null), each))),
      descending: this.draw(maybe(fc.array(fc.boolean(), each))),
      onConflict: this.draw(maybe(this.words.text)),
    });
  }

  #index(columns: readonly string[]): Index {
    const key = (column: string): IndexKey => compact({ column, ...this.#indexKeyTraits() });
    const keys: readonly IndexKey[] = [
      ...columns.map(key),
      compact({ expression: this.draw(this.words.text), ...this.#indexKeyTraits() }),
    ];
    const text = maybe(this.words.text);
    return compact({
      name: this.#word(),
      keys,
      unique: this.draw(fc.boolean()),
      where: this.draw(text),
      using: this.draw(text),
      include: this.draw(maybe(fc.constant(columns))),
      nullsNotDistinct: this.draw(flag),
      spatial: this.draw(flag),
      fulltext: this.draw(flag),
      parser: this.draw(text),
      comment: this.draw(text),
      invisible: this.draw(flag),
      parameters: this.#parameters(),
      invalid: this.draw(flag),
    });
  }

  #indexKeyTraits(): Omit<IndexKey, "column" | "expression"> {
    return compact({
      descending: this.draw(flag),
      nulls: this.draw(maybe(nulls)),
      collation: this.draw(maybe(this.words.text)),
      operatorClass: this.draw(maybe(this.words.text)),
      length: this.draw(maybe(fc.integer({ min: 1, max: 99 }))),
    });
  }
}

function withConstraint(table: Table, constraint: Constraint): Table {
  const schema = { ...emptySchema, tables: [table] };
  const made = applyOperation(schema, {
    kind: "createConstraint",
    table: nameOf(table),
    constraint,
  });
  return made.tables[0] ?? table;
}

const tableKinds = [
  "alterTableComment",
  "alterTableOptions",
  "addColumn",
  "dropColumn",
  "alterColumn",
  "renameColumn",
  "createConstraint",
  "dropConstraint",
  "renameConstraint",
  "validateConstraint",
  "createIndex",
  "dropIndex",
  "renameIndex",
] as const;

const drawnKinds = [
  ...tableKinds,
  "createTable",
  "dropTable",
  "renameTable",
  "createEnum",
  "dropEnum",
  "alterEnum",
  "renameEnum",
  "createSequence",
  "alterSequence",
  "dropSequence",
  "renameSequence",
  "createView",
  "dropView",
  "createSchema",
  "createExtension",
  "dropExtension",
  "execute",
  "bulkInsert",
  "deleteRows",
  "backfill",
  "batchAlterTable",
] as const satisfies readonly OperationKind[];
