import type { ColumnType } from "../../../../src/schema/column-type.js";

/** A type, and values of it that are hard to carry over, as SQL. */
export type HardType = {
  readonly type: ColumnType;
  readonly values: readonly string[];
  /** Only a session that checks nothing takes the values. */
  readonly unchecked?: true;
};

const integers = (
  name: string,
  least: string,
  most: string,
  above: string,
): readonly HardType[] => [
  { type: { name }, values: ["0", "1", "-1", "7", "99", "101", least, most] },
  { type: { name, unsigned: true }, values: ["0", "1", "69", "70", "101", above] },
];

const texts = [
  "",
  "0",
  "-0",
  "007",
  "12",
  " 12 ",
  "+5",
  "1e2",
  "0x1F",
  "12abc",
  "-7.50",
  "0.1",
  "9007199254740993",
  "9223372036854775808",
  "12345678901234567890.5",
  "1.7976931348623157e308",
  "2020-01-02",
  "2020-01-02 03:04:05",
  "2020-01-02 03:04:05.123456",
  "2020-1-2",
  "20200102",
  "0000-00-00",
  "2020-02-30",
  "12:13:14",
  "12:13:14.5",
  "-838:59:59",
  "100",
  "1999",
  "99",
  "a",
  "A",
  "a,b",
  "b,a",
  "it's \\ \u00e9 \ud83d\ude00",
  "trailing  ",
  "true",
  "[1, 2]",
  "[1,2]",
  "null",
  '{"a":1,"a":2}',
  "123e4567-e89b-12d3-a456-426614174000",
  "123E4567-E89B-12D3-A456-426614174000",
  "123e4567e89b12d3a456426614174000",
  "::1",
  "0:0:0:0:0:0:0:1",
  "127.0.0.1",
  "127.0.0.01",
].map((text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`);

const fitting = (most: number): readonly string[] =>
  texts.filter(
    (text) => text.replaceAll("''", "'").length - 2 <= most && !/[\\\u0080-\uffff]/.test(text),
  );

const moments = ["'1000-01-01 00:00:00'", "'1999-12-31 23:59:59'", "'2020-01-02 03:04:05'"];
const precise = ["'2020-01-02 03:04:05.123456'", "'2020-01-02 00:00:00.000001'"];
const held = ["'2020-01-02 00:00:00'", "'1985-06-07 08:09:10'", "'2038-01-19 03:14:07'"];
const bytes = ["''", "'abc'", "'12'", "X'00FF'", "X'0000000000000007'", "'2020-01-02'", "X'E9'"];

/** Every type of MariaDB that takes part in conversions; MySQL has them all but the last three. */
export const hardTypes: readonly HardType[] = [
  ...integers("tinyint", "-128", "127", "255"),
  ...integers("smallint", "-32768", "32767", "65535").map(({ type, values }) => ({ type, values })),
  ...integers("mediumint", "-8388608", "8388607", "16777215"),
  ...integers("int", "-2147483648", "2147483647", "4294967295"),
  ...integers("bigint", "-9223372036854775808", "9223372036854775807", "18446744073709551615"),
  { type: { name: "smallint" }, values: ["1901", "2155", "1234", "2400"] },
  {
    type: { name: "bigint" },
    values: ["9007199254740993", "20200102", "700101", "20200102030405", "101112", "-101112"],
  },
  {
    type: { name: "decimal", precision: 10, scale: 2 },
    values: ["0", "-0.01", "12345678.91", "7.00", "101112.50", "2020.00", "99.99"],
  },
  {
    type: { name: "decimal", precision: 40, scale: 10 },
    values: [
      "123456789012345678901234567890.0123456789",
      "0.1",
      "20200102030405.5",
      "101112.0000001",
    ],
  },
  {
    type: { name: "decimal", precision: 20, scale: 0 },
    values: ["12345678901234567890", "-1", "5"],
  },
  {
    type: { name: "float" },
    values: ["0", "-0e0", "1.5", "0.1", "16777217", "3.4e38", "-2", "1e-30"],
  },
  {
    type: { name: "double" },
    values: [
      "0",
      "-0e0",
      "1.5",
      "0.1",
      "9007199254740993",
      "1e308",
      "1e20",
      "101112.5",
      "20200102",
      "1e-300",
      "99",
    ],
  },
  { type: { name: "bit", length: 1 }, values: ["b'0'", "b'1'"] },
  { type: { name: "bit", length: 8 }, values: ["b'0'", "b'1'", "b'110001'", "b'11111111'"] },
  { type: { name: "bit", length: 64 }, values: ["0", "49", "65", "18446744073709551615"] },
  { type: { name: "year" }, values: ["0", "1901", "1970", "2000", "2012", "2069", "2155"] },
  {
    type: { name: "date" },
    values: ["'1000-01-01'", "'1969-12-31'", "'2000-02-29'", "'9999-12-31'"],
  },
  { type: { name: "datetime" }, values: [...moments, "'2020-01-02 00:00:00'"] },
  { type: { name: "datetime", precision: 6 }, values: [...moments, ...precise] },
  { type: { name: "timestamp" }, values: held },
  { type: { name: "timestamp", precision: 3 }, values: [...held, "'2020-01-02 03:04:05.125'"] },
  {
    type: { name: "time" },
    values: ["'00:00:00'", "'12:13:14'", "'-00:00:01'", "'838:59:59'", "'-100:00:00'"],
  },
  {
    type: { name: "time", precision: 6 },
    values: ["'12:13:14.5'", "'-00:00:00.000001'", "'23:59:59.999999'", "'00:00:07'"],
  },
  { type: { name: "char", length: 20 }, values: fitting(20).filter((text) => !/ '$/.test(text)) },
  { type: { name: "varchar", length: 60 }, values: texts },
  { type: { name: "varchar", length: 5 }, values: fitting(5) },
  { type: { name: "text" }, values: texts },
  { type: { name: "longtext" }, values: texts },
  { type: { name: "binary", length: 4 }, values: ["'abcd'", "'ab'", "X'00FF'", "'1234'"] },
  { type: { name: "varbinary", length: 40 }, values: bytes },
  { type: { name: "blob" }, values: bytes },
  {
    type: { name: "enum", values: ["a", "12", "7", "2020-01-02", "A b", "it's", "é"] },
    values: ["'a'", "'12'", "'7'", "'2020-01-02'", "'A b'", "'it''s'", "'é'"],
  },
  { type: { name: "enum", values: ["1", "2", "0", "A"] }, values: ["'1'", "'2'", "'0'", "'A'"] },
  {
    type: { name: "set", values: ["a", "b", "12"] },
    values: ["''", "'a'", "'a,b'", "'12'", "'a,b,12'"],
  },
  { type: { name: "json" }, values: ["'{\"a\": 1}'", "'12'", "'[1, 2]'", "'null'", "'\"x\"'"] },
  { type: { name: "uuid" }, values: ["'123e4567-e89b-12d3-a456-426614174000'"] },
  { type: { name: "inet6" }, values: ["'::1'", "'2001:db8::ff00:42:8329'", "'::ffff:127.0.0.1'"] },
  { type: { name: "inet4" }, values: ["'127.0.0.1'", "'0.0.0.0'"] },
];

/** Days that are none, which sessions without NO_ZERO_DATE and NO_ZERO_IN_DATE have left in many databases. */
export const zeroDates: readonly HardType[] = ["date", "datetime", "timestamp"].map((name) => ({
  type: { name },
  values: ["'0000-00-00'", "'2020-00-00'", "'2020-02-00'", "'2020-01-02'"],
  unchecked: true,
}));

/** Berlin has no half past two on the first of these days, and two of them on the second. */
const changes = [
  "'2024-03-31 00:30:00'",
  "'2024-03-31 01:30:00'",
  "'2024-03-31 02:30:00'",
  "'2024-10-27 00:30:00'",
  "'2024-10-27 01:30:00'",
  "'2024-10-27 02:30:00'",
  "'2024-07-01 12:00:00'",
];

export const clockChanges: readonly HardType[] = [
  { type: { name: "timestamp" }, values: changes },
  { type: { name: "timestamp", precision: 6 }, values: changes },
  { type: { name: "datetime" }, values: changes },
  { type: { name: "varchar", length: 60 }, values: changes },
];
