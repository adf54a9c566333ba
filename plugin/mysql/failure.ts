/**
 * What to do about a refusal, where the server's own words do not tell. By the name that the driver gives and by number:
 * https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-codes/
 */
const advices: readonly (readonly [codes: string, advice: string])[] = [
  [
    "ER_DROP_INDEX_FK 1553",
    "A foreign key rests on this index. Create another index that begins with the same columns (a unique one of just them on the side referred to) in the same op.batchAlterTable, or drop the foreign key first.",
  ],
  [
    "ER_FK_COLUMN_CANNOT_CHANGE 1832 ER_FK_COLUMN_CANNOT_CHANGE_CHILD 1833",
    "A foreign key rests on this column. Drop it with op.dropConstraint, change the columns on both of its ends, and create it again.",
  ],
  [
    "ER_FK_CANNOT_DROP_PARENT 3730 ER_TRUNCATE_ILLEGAL_FK 1701 ER_ROW_IS_REFERENCED 1217 ER_ROW_IS_REFERENCED_2 1451",
    "Rows of another table refer to this. Drop that table's foreign key first, or see to its rows.",
  ],
  [
    "ER_NO_REFERENCED_ROW 1216 ER_NO_REFERENCED_ROW_2 1452",
    "Some rows refer to rows that do not exist. Find them with a LEFT JOIN on the referenced table, and correct or delete them first.",
  ],
  [
    "ER_FK_DUP_NAME 1826 ER_DUP_CONSTRAINT_NAME ER_CHECK_CONSTRAINT_DUP_NAME 3822",
    "Names of foreign keys and checks are taken once in a whole database. Give it another name.",
  ],
  [
    "ER_FK_INCOMPATIBLE_COLUMNS 3780",
    "A foreign key needs columns of the same type, sign, character set and collation on both of its ends. Drop it with op.dropConstraint, change the columns, and create it again.",
  ],
  [
    "ER_FK_NO_UNIQUE_INDEX_PARENT 6125",
    "The columns that a foreign key refers to need a primary key or a unique index of just these columns. Create one first.",
  ],
  [
    "ER_FK_CANNOT_OPEN_PARENT 1824 ER_FK_NO_COLUMN_PARENT 3734",
    "The foreign key refers to what is not there. Create the referenced table or column before it.",
  ],
  [
    "ER_CANT_CREATE_TABLE 1005 ER_CANNOT_ADD_FOREIGN 1215 ER_FK_NO_INDEX_PARENT 1822",
    "A foreign key needs columns of the same type, sign, character set and collation on both ends, an index on the referenced ones, and a name that no other foreign key of the database has (errno 121). SHOW ENGINE INNODB STATUS tells which it is.",
  ],
  [
    "ER_DUP_ENTRY 1062 ER_DUP_ENTRY_WITH_KEY_NAME 1586",
    "Several rows have this value. Remove the duplicates first; mind that a collation may take a, A and ä for the same.",
  ],
  [
    "WARN_DATA_TRUNCATED 1265 ER_WARN_DATA_OUT_OF_RANGE 1264 ER_TRUNCATED_WRONG_VALUE_FOR_FIELD 1366 ER_TRUNCATED_WRONG_VALUE 1292 ER_DATA_TOO_LONG 1406 ER_DATA_OUT_OF_RANGE 1690 ER_INVALID_USE_OF_NULL 1138",
    "A row holds a value, or none, that the column cannot take. Correct the rows first, or say with `using` what becomes of them.",
  ],
  [
    // The driver calls MariaDB's 4025 by the name that the number has in MySQL.
    "ER_CONSTRAINT_FAILED ER_INNODB_AUTOEXTEND_SIZE_OUT_OF_RANGE 4025 ER_CHECK_CONSTRAINT_VIOLATED 3819",
    "A row breaks the condition. Correct the rows first.",
  ],
  [
    "ER_CANT_DROP_FIELD_OR_KEY 1091",
    "It is not there: pass `ifExists: true` if that is no mistake.",
  ],
  [
    "ER_DUP_FIELDNAME 1060 ER_DUP_KEYNAME 1061 ER_TABLE_EXISTS_ERROR 1050",
    "It is there already: pass `ifNotExists: true` if that is no mistake, or make it known with `athanor stamp`.",
  ],
  [
    "ER_LOCK_WAIT_TIMEOUT 1205",
    "Another session holds the table or its rows (SHOW PROCESSLIST tells which). End it or wait, then run the command again.",
  ],
  [
    "ER_LOCK_DEADLOCK 1213",
    "Another session and this one waited for each other. Run the command again.",
  ],
  [
    "ER_TOO_BIG_ROWSIZE 1118 ER_TOO_MANY_FIELDS 1117",
    "A row of this table would be longer than the server takes. Make long varchar columns text, or move columns to another table.",
  ],
  [
    "ER_TOO_LONG_KEY 1071",
    'The key is longer than an index may be (3072 bytes; utf8mb4 takes four a character). Index a prefix: { column: "title", length: 191 }.',
  ],
  [
    "ER_BLOB_KEY_WITHOUT_LENGTH 1170",
    'A text or blob column is indexed by its beginning only. Say how much of it: { column: "body", length: 100 }.',
  ],
  [
    "ER_WRONG_AUTO_KEY 1075",
    "A column that counts by itself must be the first of a key, and the only such column. Change key and column in one op.batchAlterTable.",
  ],
  [
    "ER_ALTER_OPERATION_NOT_SUPPORTED 1845 ER_ALTER_OPERATION_NOT_SUPPORTED_REASON 1846",
    "The server cannot make this change in the way that `online`, `algorithm` or `lock` ask for. Leave them out and let others wait, or use a tool that copies the table beside it.",
  ],
  [
    "ER_DEPENDENT_BY_GENERATED_COLUMN 3108 ER_DEPENDENT_BY_CHECK_CONSTRAINT 3959 ER_DEPENDENT_BY_FUNCTIONAL_INDEX 3837 ER_DEPENDENT_BY_DEFAULT_GENERATED_VALUE 3766",
    "A generated column, a check, a default or an index is computed from this column. Drop that first and create it again after.",
  ],
  [
    "ER_DEPENDENT_BY_PARTITION_FUNC 3855",
    "The table is partitioned by this column. Take the partitions away (ALTER TABLE ... REMOVE PARTITIONING), and make them again after.",
  ],
  [
    "ER_CHECK_CONSTRAINT_NAMED_FUNCTION_IS_NOT_ALLOWED 3814 ER_CHECK_CONSTRAINT_FUNCTION_IS_NOT_ALLOWED 3815 ER_GENERATED_COLUMN_NAMED_FUNCTION_IS_NOT_ALLOWED 3763 ER_GENERATED_COLUMN_FUNCTION_IS_NOT_ALLOWED 3102 ER_DEFAULT_VAL_GENERATED_NAMED_FUNCTION_IS_NOT_ALLOWED 3770 1901",
    "What is checked or computed must give the same each time, without the clock, chance, stored functions and variables. Let a trigger do it.",
  ],
  [
    "ER_JSON_USED_AS_KEY 3152",
    "JSON is indexed by what it holds: index a generated column, or an expression such as (CAST(doc->>'$.name' AS CHAR(100))).",
  ],
  [
    "ER_INVALID_JSON_TEXT 3140 ER_INVALID_JSON_CHARSET 3144",
    "A row holds text that is no JSON. Correct the rows first.",
  ],
  [
    "ER_INVALID_DEFAULT 1067 ER_BLOB_CANT_HAVE_DEFAULT 1101",
    'The default is no value of this type: write a value that is, or an expression: default: () => "(uuid())".',
  ],
  [
    "ER_TRG_IN_WRONG_SCHEMA 1435",
    "A table with triggers cannot move to another database. Drop the triggers first and create them there.",
  ],
];

const byCode: ReadonlyMap<string, string> = new Map(
  advices.flatMap(([codes, advice]) => codes.split(" ").map((code) => [code, advice] as const)),
);

/** What to do about a refusal with this code, which the driver gives as a name or as a number. */
export function advice(code: string): string | undefined {
  return byCode.get(code);
}
