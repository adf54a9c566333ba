/**
 * The parts of TypeORM that Athanor reads, as both lines (0.3.20 and later, 1.x) have them.
 * Where the lines differ, the property is optional here.
 */

/** `Number`, `String`, `Date`, a typed array's class, or the name of a database type. */
export type OrmColumnType = string | ((...parameters: never[]) => unknown);

export type OrmColumn = {
  readonly databaseName: string;
  readonly propertyName: string;
  readonly propertyPath?: string;
  readonly type: OrmColumnType;
  /** Empty when none was stated. */
  readonly length: string | number | undefined;
  /** `null`: explicitly none. */
  readonly precision?: number | null | undefined;
  readonly scale?: number | null | undefined;
  readonly charset?: string | undefined;
  readonly unsigned?: boolean | undefined;
  /** Before 1.0. */
  readonly width?: number | undefined;
  /** Before 1.0. */
  readonly zerofill?: boolean | undefined;
  readonly onUpdate?: string | undefined;
  readonly collation?: string | undefined;
  readonly comment?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly enumName?: string | undefined;
  readonly isPrimary: boolean;
  readonly isNullable: boolean;
  readonly isArray: boolean;
  readonly isVirtualProperty: boolean;
  readonly isGenerated: boolean;
  readonly generationStrategy?: "increment" | "uuid" | "rowid" | "identity" | undefined;
  readonly generatedIdentity?: "ALWAYS" | "BY DEFAULT" | undefined;
  readonly asExpression?: string | undefined;
  readonly generatedType?: "VIRTUAL" | "STORED" | undefined;
  readonly primaryKeyConstraintName?: string | undefined;
  readonly spatialFeatureType?: string | undefined;
  readonly srid?: number | undefined;
};

export type OrmIndex = {
  readonly name: string | undefined;
  readonly givenName?: string | undefined;
  readonly columns: readonly OrmColumn[];
  readonly isUnique: boolean;
  readonly isSpatial: boolean;
  readonly isFulltext?: boolean | undefined;
  readonly parser?: string | undefined;
  readonly where?: string | undefined;
  /** From 1.0. */
  readonly type?: string | undefined;
  readonly isConcurrent?: boolean | undefined;
  readonly synchronize: boolean;
};

export type OrmUnique = {
  readonly name: string;
  readonly columns: readonly OrmColumn[];
  readonly deferrable?: string | undefined;
};

export type OrmExpressionConstraint = {
  readonly name: string;
  readonly expression: string;
  /** Exclusions, from 1.0. */
  readonly deferrable?: string | undefined;
};

export type OrmForeignKey = {
  readonly name: string;
  readonly columnNames: readonly string[];
  readonly referencedColumnNames: readonly string[];
  readonly referencedEntityMetadata: OrmEntity;
  readonly onDelete?: string | undefined;
  readonly onUpdate?: string | undefined;
  readonly deferrable?: string | undefined;
};

/** What a function given to `@ViewEntity` returns. */
export type OrmQuery = {
  readonly getQuery: () => string;
  readonly expressionMap?: { readonly aliases?: readonly OrmAlias[] };
};

export type OrmAlias = { readonly hasMetadata?: boolean; readonly metadata?: OrmEntity };

export type OrmEntity = {
  readonly name: string;
  readonly target: unknown;
  readonly tableName: string;
  readonly schema?: string | undefined;
  readonly database?: string | undefined;
  readonly tableType: string;
  readonly synchronize: boolean;
  readonly comment?: string | undefined;
  readonly engine?: string | undefined;
  readonly withoutRowid?: boolean | undefined;
  readonly expression?: string | ((dataSource: OrmDataSource) => OrmQuery) | undefined;
  readonly dependsOn?: ReadonlySet<unknown> | undefined;
  readonly tableMetadataArgs: { readonly materialized?: boolean | undefined };
  readonly columns: readonly OrmColumn[];
  readonly indices: readonly OrmIndex[];
  readonly uniques: readonly OrmUnique[];
  readonly checks: readonly OrmExpressionConstraint[];
  readonly exclusions: readonly OrmExpressionConstraint[];
  readonly foreignKeys: readonly OrmForeignKey[];
};

export type OrmNamingStrategy = {
  readonly primaryKeyName: (table: string, columns: string[]) => string;
  readonly uniqueConstraintName: (table: string, columns: string[]) => string;
  readonly relationConstraintName: (table: string, columns: string[], where?: string) => string;
  readonly foreignKeyName: (
    table: string,
    columns: string[],
    referencedTable?: string,
    referencedColumns?: string[],
  ) => string;
  readonly indexName: (table: string, columns: string[], where?: string) => string;
  readonly checkConstraintName: (table: string, expression: string) => string;
  readonly exclusionConstraintName: (table: string, expression: string) => string;
};

export type OrmDriver = {
  /** Those of the data source, or a copy of them. */
  readonly options?: object;
  readonly normalizeType: (column: OrmColumn) => string;
  readonly normalizeDefault: (column: OrmColumn) => string | undefined;
  readonly withLengthColumnTypes: readonly string[];
  readonly withPrecisionColumnTypes: readonly string[];
  readonly withScaleColumnTypes: readonly string[];
  readonly spatialTypes: readonly string[];
  /** Of the options, or of the URL among them. */
  readonly database?: string | undefined;
  /** PostgreSQL: `uuid_generate_v4()` or `gen_random_uuid()`. */
  readonly uuidGenerator?: string;
  /** SQLite: the files that entities live in beside the main one, by their paths as the entities say them. */
  readonly attachedDatabases?: Readonly<Record<string, OrmAttachedDatabase>>;
  readonly connect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly createQueryRunner: (mode: "master") => OrmQueryRunner;
};

export type OrmAttachedDatabase = {
  readonly attachFilepathAbsolute: string;
  readonly attachHandle: string;
};

/** The answer to a query, the same shape from every driver. */
export type OrmQueryResult = { readonly records?: readonly Readonly<Record<string, unknown>>[] };

export type OrmQueryRunner = {
  isTransactionActive: boolean;
  transactionDepth: number;
  manager: unknown;
  readonly isReleased: boolean;
  readonly broadcaster: object;
  readonly connect: () => Promise<unknown>;
  readonly query: (
    sql: string,
    parameters: unknown[] | undefined,
    useStructuredResult: true,
  ) => Promise<OrmQueryResult>;
  readonly release: () => Promise<void>;
};

export type OrmOptions = Readonly<Record<string, unknown>> & { readonly type: string };

export type OrmDataSource = {
  readonly options: OrmOptions;
  readonly isInitialized: boolean;
  readonly entityMetadatas: readonly OrmEntity[];
  /** The same by class. */
  readonly entityMetadatasMap?: ReadonlyMap<unknown, OrmEntity>;
  readonly namingStrategy: OrmNamingStrategy;
  readonly metadataTableName?: string;
  readonly driver: OrmDriver;
  readonly createEntityManager: (runner: OrmQueryRunner) => unknown;
  readonly buildMetadatas: () => Promise<void>;
};
