import { compact } from "../../src/schema/compact.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { quoteText, unescapeText } from "./text/quote-text.js";

/** The names that the servers take for others, and what they report: https://dev.mysql.com/doc/refman/8.0/en/other-vendor-data-types.html */
const aliases: Readonly<Record<string, string>> = {
  integer: "int",
  int4: "int",
  int1: "tinyint",
  int2: "smallint",
  int3: "mediumint",
  middleint: "mediumint",
  int8: "bigint",
  numeric: "decimal",
  dec: "decimal",
  fixed: "decimal",
  "double precision": "double",
  real: "double",
  float4: "float",
  float8: "double",
  character: "char",
  "character varying": "varchar",
  "char varying": "varchar",
  geomcollection: "geometrycollection",
};

/** The display width of a column that states none; unsigned ones are a digit narrower. */
const widths: Readonly<Record<string, number>> = {
  tinyint: 4,
  smallint: 6,
  mediumint: 9,
  int: 11,
  bigint: 20,
};

const fractionTypes: ReadonlySet<string> = new Set(["datetime", "timestamp", "time"]);
const realTypes: ReadonlySet<string> = new Set(["float", "double"]);
const characterTypes: ReadonlySet<string> = new Set(
  "char,varchar,tinytext,text,mediumtext,longtext,enum,set".split(","),
);
const largeTypes = /text$|blob$|^json$|^(multi)?(point|linestring|polygon)$|^geometry|^vector$/;

/** Types that the server reports by the name and the arguments they are given. */
const builtin: ReadonlySet<string> = new Set(
  (
    "tinyint,smallint,mediumint,int,bigint,decimal,float,double,bit,char,varchar,tinytext,text,mediumtext,longtext,binary,varbinary," +
    "tinyblob,blob,mediumblob,longblob,date,datetime,timestamp,time,year,enum,set,geometry,point,linestring,polygon,multipoint," +
    "multilinestring,multipolygon,geometrycollection,json,uuid,inet4,inet6"
  ).split(","),
);

/** Reads a type as `COLUMN_TYPE` prints it: `int(10) unsigned`, `enum('a','b')`, a trailing comment is passed over. */
export function parseType(text: string): ColumnType {
  const found = /^([a-z][a-z0-9 ]*?) *(?:\((.*)\))?((?: +(?:unsigned|signed|zerofill))*)$/is.exec(
    text.replace(/\/\*.*\*\//, "").trim(),
  );
  if (found === null) return { name: text };
  const [, name = "", inside, flags = ""] = found;
  return normalizeType(
    compact({
      name: name.toLowerCase(),
      ...argumentsOf(name.toLowerCase(), inside),
      unsigned: /\bunsigned|zerofill/i.test(flags) ? true : undefined,
      zerofill: /zerofill/i.test(flags) ? true : undefined,
    }),
  );
}

/** The type as the server would report it, as far as its words tell. */
export function normalizeType(type: ColumnType): ColumnType {
  if (/[( ]/.test(type.name) && !(type.name.toLowerCase() in aliases)) return merged(type);
  const lower = type.name.toLowerCase();
  if (lower === "bool" || lower === "boolean") return { name: "tinyint", width: 1 };
  const name = aliases[lower] ?? lower;
  if (name in widths) return integerType(name, type);
  if (name === "enum" || name === "set") return listType(name, type.values ?? []);
  return (normalizers[name] ?? asIs)({ ...type, name });
}

/** The type as DDL writes it. */
export function columnTypeText(type: ColumnType): string {
  const flags = `${type.unsigned === true ? " unsigned" : ""}${type.zerofill === true ? " zerofill" : ""}`;
  const srid = type.srid === undefined ? "" : ` SRID ${type.srid}`;
  return `${type.name}${argumentsText(type)}${flags}${srid}`;
}

/** Is the type one whose report is known without asking the server? */
export function isPredictable(type: ColumnType): boolean {
  if (!builtin.has(type.name)) return false;
  return type.length === undefined || !/text$|blob$/.test(type.name);
}

/** Integers and decimals, floating ones included, and years. */
export function isNumber({ name }: ColumnType): boolean {
  return name in widths || name === "decimal" || name === "year" || realTypes.has(name);
}

export function isReal({ name }: ColumnType): boolean {
  return realTypes.has(name);
}

/** Has the type a character set and a collation of its own? */
export function isCharacter({ name }: ColumnType): boolean {
  return characterTypes.has(name);
}

/** Date and time types that CURRENT_TIMESTAMP may fill. */
export function isMoment({ name }: ColumnType): boolean {
  return name === "datetime" || name === "timestamp";
}

/** MySQL gives these a default only as an expression in parentheses. */
export function isLarge({ name }: ColumnType): boolean {
  return largeTypes.test(name);
}

// A hand-written name that holds more than the name: `varchar(20)`, `int unsigned`.
function merged({ name, ...given }: ColumnType): ColumnType {
  const parsed = parseType(name);
  return parsed.name === name ? { name, ...given } : normalizeType({ ...parsed, ...given });
}

function integerType(name: string, type: ColumnType): ColumnType {
  const unsigned = type.unsigned === true || type.zerofill === true;
  const usual = widths[name] ?? 0;
  const own = unsigned && name !== "bigint" ? usual - 1 : usual;
  const width = type.width ?? type.length;
  return compact({
    name,
    unsigned: unsigned ? true : undefined,
    zerofill: type.zerofill === true ? true : undefined,
    width: typeof width === "number" && width !== own ? width : undefined,
  });
}

// The server takes the blanks off the ends of values.
function listType(name: string, values: readonly string[]): ColumnType {
  return { name, values: values.map((value) => value.replace(/ +$/, "")) };
}

const asIs = (type: ColumnType): ColumnType => type;

const oneUnless = ({ name, length }: ColumnType): ColumnType =>
  compact({ name, length: length === 1 ? undefined : length });

const fraction = ({ name, precision, length }: ColumnType): ColumnType => {
  const digits = precision ?? (typeof length === "number" ? length : undefined);
  return compact({ name, precision: digits === 0 ? undefined : digits });
};

const real = ({ name, precision, scale, unsigned, zerofill }: ColumnType): ColumnType => {
  const double = scale === undefined && precision !== undefined && precision > 24;
  const digits = scale === undefined ? {} : { precision, scale };
  const flags = { unsigned: unsigned || zerofill ? (true as const) : undefined, zerofill };
  return compact({ name: double ? "double" : name, ...digits, ...flags });
};

const normalizers: Readonly<Record<string, (type: ColumnType) => ColumnType>> = {
  decimal: ({ name, precision = 10, scale = 0, unsigned, zerofill }) =>
    compact({
      name,
      precision,
      scale,
      unsigned: unsigned || zerofill ? (true as const) : undefined,
      zerofill,
    }),
  float: real,
  double: real,
  bit: oneUnless,
  char: oneUnless,
  binary: oneUnless,
  varchar: ({ name, length = 255 }) => ({ name, length }),
  varbinary: ({ name, length = 255 }) => ({ name, length }),
  datetime: fraction,
  timestamp: fraction,
  time: fraction,
  year: ({ name }) => ({ name }),
  date: ({ name }) => ({ name }),
  json: ({ name }) => ({ name }),
  uuid: ({ name }) => ({ name }),
};

function argumentsOf(name: string, inside: string | undefined): Partial<ColumnType> {
  if (inside === undefined) return {};
  if (name === "enum" || name === "set") return { values: valuesOf(inside) };
  const [first = "", second] = inside.split(",").map((part) => part.trim());
  if (!/^\d+$/.test(first)) return {};
  if (second !== undefined) return { precision: Number(first), scale: Number(second) };
  return countsDigits(aliases[name] ?? name)
    ? { precision: Number(first) }
    : { length: Number(first) };
}

function countsDigits(name: string): boolean {
  return name === "decimal" || realTypes.has(name) || fractionTypes.has(name);
}

function valuesOf(inside: string): readonly string[] {
  return [...inside.matchAll(/'((?:[^'\\]|''|\\[\s\S])*)'/g)].map(([, value = ""]) =>
    unescapeText(value),
  );
}

function argumentsText(type: ColumnType): string {
  const { name, values, length, width, precision, scale } = type;
  if (values !== undefined) return `(${values.map(quoteText).join(",")})`;
  const only = name in widths ? width : (length ?? precision);
  if (scale !== undefined && precision !== undefined) return `(${precision},${scale})`;
  return only === undefined ? "" : `(${only})`;
}
