import type {
  CheckConstraint,
  Constraint,
  ConstraintKind,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  UniqueConstraint,
} from "../../schema/constraint.js";
import { flag, plain, writeFacets } from "./facet.js";
import type { Noun } from "./noun.js";
import { describeNoun, readNoun } from "./noun.js";
import type { TableName } from "./table-name.js";
import { readName, writeName } from "./table-name.js";

/** @example { name: "PK_users", columns: ["id"] } */
export type PrimaryKeyOptions = Omit<PrimaryKey, "kind">;

/** @example { name: "UQ_users_email", columns: ["email"] } */
export type UniqueOptions = Omit<UniqueConstraint, "kind">;

/** @example { name: "CHK_price", expression: "price > 0" } */
export type CheckOptions = Omit<CheckConstraint, "kind">;

/** @example { name: "XCL_rooms", expression: "USING gist (room WITH =, during WITH &&)" } */
export type ExcludeOptions = Omit<ExcludeConstraint, "kind">;

/** @example { name: "FK_post_author", columns: ["authorId"], references: "users", referencedColumns: ["id"] } */
export type ForeignKeyOptions = {
  readonly references: TableName;
  /** Default `"NO ACTION"`. */
  readonly onDelete?: ReferentialAction;
  /** Default `"NO ACTION"`. */
  readonly onUpdate?: ReferentialAction;
} & Omit<ForeignKey, "kind" | "references" | "onDelete" | "onUpdate">;

/** The options of each kind of constraint. */
export type ConstraintOptions = {
  readonly primaryKey: PrimaryKeyOptions;
  readonly unique: UniqueOptions;
  readonly check: CheckOptions;
  readonly exclude: ExcludeOptions;
  readonly foreignKey: ForeignKeyOptions;
};

type OfKind<Kind extends ConstraintKind> = Extract<Constraint, { readonly kind: Kind }>;

type Bare<Kind extends ConstraintKind> = Omit<OfKind<Kind>, "kind">;

type Constraints = {
  readonly [Kind in ConstraintKind]: Noun<Bare<Kind>, ConstraintOptions[Kind]>;
};

const key = {
  name: plain,
  columns: plain,
  deferrable: plain,
  collations: plain,
  descending: plain,
  onConflict: plain,
};

export const constraints: Constraints = {
  primaryKey: describeNoun<Bare<"primaryKey">, PrimaryKeyOptions>("primary key", key),
  unique: describeNoun<Bare<"unique">, UniqueOptions>("unique constraint", {
    ...key,
    nullsNotDistinct: flag,
    include: plain,
  }),
  check: describeNoun<Bare<"check">, CheckOptions>("check constraint", {
    name: plain,
    expression: plain,
    column: plain,
    noInherit: flag,
    notValid: flag,
    notEnforced: flag,
  }),
  exclude: describeNoun<Bare<"exclude">, ExcludeOptions>("exclusion constraint", {
    name: plain,
    expression: plain,
    deferrable: plain,
  }),
  foreignKey: describeNoun<Bare<"foreignKey">, ForeignKeyOptions>("foreign key", {
    name: plain,
    columns: plain,
    references: { read: readName, write: writeName },
    referencedColumns: plain,
    onDelete: { unsaid: "NO ACTION" },
    onUpdate: { unsaid: "NO ACTION" },
    match: plain,
    notValid: flag,
    notEnforced: flag,
    deferrable: plain,
  }),
};

/** The constraint of this kind that the options describe. */
export function readConstraint<Kind extends ConstraintKind>(
  kind: Kind,
  options: ConstraintOptions[Kind],
  defaultSchema?: string,
): OfKind<Kind> {
  const read = readNoun<object, object>(constraints[kind], options, defaultSchema);
  return { kind, ...read } as OfKind<Kind>;
}

/** The shortest options that {@link readConstraint} reads as this very constraint. */
export function writeConstraint<Kind extends ConstraintKind>(
  constraint: OfKind<Kind> & { readonly kind: Kind },
): ConstraintOptions[Kind] {
  return writeFacets<object, object>(
    constraints[constraint.kind].facets,
    constraint,
  ) as ConstraintOptions[Kind];
}
