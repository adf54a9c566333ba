import type { ColumnType } from "../../../src/schema/column-type.js";

const whole = "smallint,integer,bigint";
const floats = "real,double precision";
const numbers = `${whole},${floats},numeric`;
const moments = "date,time,timetz,timestamp,timestamptz,interval";
const bits = "bit,varbit";
const networks = "inet,cidr";
const devices = "macaddr,macaddr8";
const ranges = "int4range,int8range,numrange,daterange,tsrange,tstzrange";
const formed = `${ranges},point`;
const json = "json,jsonb";
/** What reads none of the letters, dashes and colons of the others. */
const plain = `${numbers},boolean,money,${bits},${formed},${json}`;

/** Types, and those that read none of their values: neither by a cast nor by their text. A number may be a day (20200102). */
const pairs: readonly (readonly [from: string, to: string])[] = [
  [`${whole},${floats}`, "uuid"],
  [numbers, `inet,${formed}`],
  ["smallint,integer,real", devices],
  ["boolean", `money,uuid,${moments},${bits},${networks},${devices},${formed}`],
  ["money", `boolean,uuid,${formed}`],
  ["uuid", `${plain},${moments},${networks},${devices}`],
  ["bytea", `${plain},${moments},${networks},${devices},uuid`],
  ["date", `${whole},boolean,money,uuid,time,timetz,${bits},${networks},${formed},${json}`],
  ["time,timetz", `${plain},uuid,date,timestamp,timestamptz,${networks}`],
  ["timestamp,timestamptz", `${whole},boolean,money,uuid,${bits},${networks},${formed},${json}`],
  ["interval", `uuid,inet,${formed}`],
  [bits, `inet,${formed}`],
  [`${networks},${devices}`, `${plain},uuid`],
  [ranges, `${numbers},boolean,uuid,${moments},${bits},${networks},${devices}`],
  ["int4range,int8range,daterange", json],
  ["point", `${numbers},boolean,uuid,${moments},${bits},${networks},${devices},${json}`],
];

/** By the type that a value has: those that it never gets. */
const never: ReadonlyMap<string, ReadonlySet<string>> = gathered();

function gathered(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    for (const name of from.split(",")) {
      const known = found.get(name) ?? new Set<string>();
      found.set(name, known);
      for (const other of to.split(",")) known.add(other);
    }
  }
  return found;
}

/**
 * Is it known, whatever the rows, that the conversion fails for each value? On a table without any it works. A value that
 * becomes an array is its one element.
 */
export function neverConverts(from: ColumnType, to: ColumnType): boolean {
  if (from.array === true || from.enumName !== undefined || to.enumName !== undefined) return false;
  return never.get(from.name)?.has(to.name) === true;
}
