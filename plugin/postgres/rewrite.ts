import type { AlterColumn } from "../../src/operation/column-operation.js";
import type { Column } from "../../src/schema/column.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { sameValue } from "../../src/schema/equality.js";
import { tokenize } from "../sql/tokens.js";
import { needsRebuild } from "./compile/rebuild-column.js";
import { usingValue } from "./compile/using.js";

/** Does every row get another value or another form of it? */
export function rewritesColumn({ from, to, using }: AlterColumn, version?: number): boolean {
  const [old, fresh] = [from.generated, to.generated];
  if (needsRebuild(from, to, version)) return fresh?.kind !== "expression" || fresh.stored;
  if (fresh?.kind === "expression") {
    const recomputed = !sameValue(old, fresh) || rewritesType(from.type, to.type);
    return fresh.stored && recomputed;
  }
  if (using !== undefined) return true;
  return rewritesType(from.type, to.type);
}

/** https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES */
export function rewritesType(from: ColumnType, to: ColumnType): boolean {
  if (sameValue(from, to)) return false;
  if (usingValue("c", from, to) !== undefined) return true;
  if (from.array === true || to.array === true) return !isBareText(to) || !isPlainText(from);
  if (isPlainText(from) && isPlainText(to)) return !within(from.length, to.length);
  if (from.name === "cidr" && to.name === "inet") return false;
  if (from.name !== to.name) return true;
  return !isWidened(from, to);
}

/** Of these every form is the same bytes. */
function isPlainText({ name }: ColumnType): boolean {
  return ["varchar", "text", "citext"].includes(name);
}

function isBareText(type: ColumnType): boolean {
  return isPlainText(type) && type.length === undefined;
}

function isWidened(from: ColumnType, to: ColumnType): boolean {
  if (from.name === "numeric") {
    return to.precision === undefined || (from.scale === to.scale && fitsDigits(from, to));
  }
  if (from.name === "varbit") return within(from.length, to.length);
  const isClock = ["timestamp", "timestamptz", "time", "timetz", "interval"].includes(from.name);
  return isClock && within(from.precision, to.precision);
}

function fitsDigits({ precision = Infinity }: ColumnType, { precision: to = 0 }: ColumnType) {
  return precision <= to;
}

/** What states no length has all there is. */
function within(from: ColumnType["length"], to: ColumnType["length"]): boolean {
  return Number(from ?? Infinity) <= Number(to ?? Infinity);
}

/** Does every row get a value of its own, and not one that is remembered for all of them? */
export function fillsEachRow({ default: value, generated }: Column): boolean {
  if (generated !== undefined) return generated.kind !== "expression" || generated.stored;
  return value?.kind === "expression" && callsVolatile(value.sql);
}

/** A function that is not known to give the same for all rows of a statement is taken to give each its own. */
function callsVolatile(sql: string): boolean {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
  return tokens.some(
    ({ kind, text }, at) =>
      (kind === "word" || kind === "quoted") &&
      tokens[at + 1]?.text === "(" &&
      !steady.has(text.toLowerCase()),
  );
}

/** Stable and immutable functions, and words that a parenthesis follows. */
const steady: ReadonlySet<string> = new Set(
  (
    "now,transaction_timestamp,statement_timestamp,current_date,current_time,current_timestamp,localtime,localtimestamp,timezone," +
    "date_trunc,date_part,extract,make_date,make_time,make_timestamp,make_timestamptz,make_interval,to_timestamp,to_date,to_char,age," +
    "current_setting,current_schema,current_database,session_user,lower,upper,concat,coalesce,nullif,greatest,least,md5,abs,round," +
    "jsonb_build_object,jsonb_build_array,json_build_object,json_build_array,to_json,to_jsonb,array,row,cast,in,and,or,not,values," +
    "numeric,varchar,char,varying,bit,timestamp,timestamptz,time,timetz,interval,int4range,int8range,numrange,tsrange,tstzrange,daterange"
  ).split(","),
);
