import type { ColumnType } from "../../src/schema/column-type.js";
import { compact } from "../../src/schema/compact.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { quoteName } from "./quote-name.js";

/** The names this server's types go by, and the short one that Athanor holds. Names that are not here stand as they are. */
const aliases: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  decimal: "numeric",
  float: "double precision",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  "character varying": "varchar",
  character: "char",
  bpchar: "char",
  "bit varying": "varbit",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  "time without time zone": "time",
  "time with time zone": "timetz",
};

/** Types the server owns itself, under their short names: these need not be asked about. */
const builtin: ReadonlySet<string> = new Set(
  (
    "smallint,integer,bigint,numeric,real,double precision,varchar,char,text,boolean,uuid,json,jsonb,bytea,date,time,timetz," +
    "timestamp,timestamptz,interval,bit,varbit,money,inet,cidr,macaddr,macaddr8,xml,point,line,lseg,box,path,polygon,circle,tsvector," +
    "tsquery,int4range,int8range,numrange,tsrange,tstzrange,daterange,int4multirange,int8multirange,nummultirange,tsmultirange," +
    "tstzmultirange,datemultirange,oid,name,enum,citext,hstore,ltree,cube,jsonpath"
  ).split(","),
);

const numberTypes = new Set([
  "smallint",
  "integer",
  "bigint",
  "numeric",
  "real",
  "double precision",
]);
const textTypes = new Set(["varchar", "char", "text", "citext", "name"]);
const clockTypes = new Set(["time", "timetz", "timestamp", "timestamptz", "interval"]);

/** Types whose arguments may say what would hold anyway. */
const mayShorten: ReadonlySet<string> = new Set([...clockTypes, "char", "bit", "numeric"]);

export function isBuiltin(type: ColumnType): boolean {
  return builtin.has(type.name);
}

export function isNumber(type: ColumnType): boolean {
  return numberTypes.has(type.name) && type.array !== true;
}

export function isInteger(type: ColumnType): boolean {
  return /^(smallint|integer|bigint)$/.test(type.name) && type.array !== true;
}

export function isBoolean(type: ColumnType): boolean {
  return type.name === "boolean" && type.array !== true;
}

export function isText(type: ColumnType): boolean {
  return textTypes.has(type.name) && type.array !== true;
}

/** Reads what `format_type` prints: `character varying(255)`, `timestamp(3) with time zone`, `numeric(10,2)[]`. */
export function parseType(text: string, enumName?: QualifiedName): ColumnType {
  if (enumName !== undefined) return readType(text, enumName);
  const known = parsed.get(text) ?? readType(text);
  if (parsed.size < 1000) parsed.set(text, known);
  return known;
}

// A database has thousands of columns and few types.
const parsed = new Map<string, ColumnType>();

function readType(text: string, enumName?: QualifiedName): ColumnType {
  const array = text.endsWith("[]") ? true : undefined;
  if (enumName !== undefined) return compact({ name: "enum", enumName, array });
  const parts = /^(.*?)(?:\(([^()]*)\))?( with(?:out)? time zone)?(?:\[\])?$/.exec(text);
  const name = `${parts?.[1] ?? text}${parts?.[3] ?? ""}`;
  return normalizeType(compact({ name, array, ...typeArguments(name, parts?.[2]) }));
}

/** The same type under its short name, without arguments that say what would hold anyway. */
export function normalizeType(type: ColumnType): ColumnType {
  const name = shortName(type.name);
  if (name === type.name && !mayShorten.has(name)) return type;
  const { length, precision, scale, ...rest } = type;
  return compact({
    ...rest,
    name,
    length: (name === "char" || name === "bit") && length === 1 ? undefined : length,
    precision: clockTypes.has(name) && precision === 6 ? undefined : precision,
    scale: name === "numeric" && precision !== undefined ? (scale ?? 0) : undefined,
  });
}

/** The type as DDL spells it: `varchar(255)`, `numeric(10,2)[]`, `"users_status_enum"`. */
export function typeText(type: ColumnType): string {
  return `${elementText(type)}${type.array === true ? "[]" : ""}`;
}

/** The type of one element of an array type; of the type itself elsewhere. */
export function elementText(type: ColumnType): string {
  if (type.enumName !== undefined) return quoteName(type.enumName);
  if (type.name === "enum") throw enumWithoutName(type);
  const inner = argumentsText(type);
  return inner === "" ? type.name : `${type.name}(${inner})`;
}

function shortName(name: string): string {
  if (builtin.has(name)) return name;
  const lower = name.toLowerCase();
  return aliases[lower] ?? (builtin.has(lower) ? lower : name);
}

function typeArguments(name: string, text: string | undefined): Partial<ColumnType> {
  if (text === undefined) return {};
  const [first = "", second] = text.split(",").map((part) => part.trim());
  if (!/^-?\d+$/.test(first)) return compact({ feature: first, srid: numberOf(second) });
  if (second !== undefined) return { precision: Number(first), scale: Number(second) };
  return countsDigits(shortName(name)) ? { precision: Number(first) } : { length: Number(first) };
}

function countsDigits(name: string): boolean {
  return name === "numeric" || clockTypes.has(name) || name.startsWith("interval ");
}

function argumentsText(type: ColumnType): string {
  if (type.feature !== undefined) return [type.feature, type.srid ?? []].flat().join(",");
  if (type.length !== undefined) return String(type.length);
  return [type.precision ?? [], type.scale ?? []].flat().join(",");
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function enumWithoutName(type: ColumnType): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_TYPE",
    message: `An enum column holding ${(type.values ?? []).map((value) => `"${value}"`).join(", ")} names no enum type. On PostgreSQL enums are types of their own.`,
    suggestions: ["op.createEnum(name, values), then name it in the column's type"],
  });
}
