import type { ColumnType } from "../../../src/schema/column-type.js";

/** Types of whose values none reads as a uuid, and which read none. */
const strangers: ReadonlySet<string> = new Set(
  (
    "smallint,integer,bigint,real,double precision,boolean,money,date,time,timetz,timestamp,timestamptz,interval," +
    "inet,cidr,macaddr,macaddr8,json,jsonb,point,int4range,int8range,numrange,daterange,tsrange,tstzrange"
  ).split(","),
);

/** Is it known, whatever the rows, that the conversion fails for each value? On a table without any it works. */
export function neverConverts(from: ColumnType, to: ColumnType): boolean {
  if (from.array === true || to.array === true) return false;
  return (
    (to.name === "uuid" && strangers.has(from.name)) ||
    (from.name === "uuid" && strangers.has(to.name))
  );
}
