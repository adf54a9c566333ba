import type { ColumnDefault } from "./column-default.js";
import type { ColumnType } from "./column-type.js";
import type { QualifiedName } from "./name.js";
import type { Counting } from "./sequence.js";

/** How the database makes a column's values by itself. */
export type Generated =
  | {
      /** `SERIAL` on PostgreSQL, `AUTO_INCREMENT` on MySQL, `AUTOINCREMENT` on SQLite. */
      readonly kind: "increment";
      /** The owned sequence, where there is one and its name is not the one the server would choose. */
      readonly sequence?: QualifiedName;
      /** How that sequence counts, where it is not as the server would choose for the column's type: PostgreSQL only. */
      readonly counting?: Counting;
    }
  | {
      /** `GENERATED ... AS IDENTITY`. */
      readonly kind: "identity";
      /** `true`: ALWAYS; `false`: BY DEFAULT. */
      readonly always: boolean;
      /** How it counts, where it is not as the server would choose for the column's type. */
      readonly counting?: Counting;
    }
  | {
      /** `GENERATED ALWAYS AS (expression) STORED | VIRTUAL`. */
      readonly kind: "expression";
      readonly expression: string;
      readonly stored: boolean;
    };

/** A column at rest. Left-out properties mean: the database's default. */
export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default?: ColumnDefault;
  readonly generated?: Generated;
  readonly collation?: string;
  /** MySQL and MariaDB. */
  readonly charset?: string;
  readonly comment?: string;
  /** `ON UPDATE` expression (MySQL and MariaDB). */
  readonly onUpdate?: string;
  /** Hidden from `SELECT *` (MySQL and MariaDB). Default false. */
  readonly invisible?: boolean;
  /** Values are stored compressed (MariaDB). Default false. */
  readonly compressed?: boolean;
  /** The conflict clause of NOT NULL (SQLite): `"IGNORE"`. */
  readonly onConflict?: string;
};
