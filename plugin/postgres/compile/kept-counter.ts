import type { Statement } from "../../../src/plugin/ddl.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { granteeText, settingOf } from "./aside.js";

/** Where the counter of a column stands, and who may use it: from one sequence of the column's to the next. */
type Counter = { readonly table: QualifiedName; readonly column: string };

/** Notes it, while the old sequence is there. */
export function noteCounter(counter: Counter): Statement {
  const body = `DECLARE sequence regclass := ${sequenceText(counter)}; position jsonb; BEGIN
EXECUTE format('SELECT jsonb_build_array(last_value, is_called) FROM %s', sequence) INTO position;
PERFORM set_config('${settingOf(asideOf(counter))}', (SELECT jsonb_build_object('position', position,
  'comment', obj_description(sequence, 'pg_class'), 'grants', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(a.privilege_type, ${granteeText}, a.is_grantable)), '[]')
    FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = sequence AND a.grantee <> c.relowner))::text), false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

/** Gives it to the new sequence. */
export function restoreCounter(counter: Counter): Statement {
  const setting = settingOf(asideOf(counter));
  const body = `DECLARE note jsonb := nullif(current_setting('${setting}', true), '')::jsonb; sequence regclass := ${sequenceText(counter)}; step jsonb; BEGIN
PERFORM setval(sequence, (note -> 'position' ->> 0)::bigint, (note -> 'position' ->> 1)::boolean);
FOR step IN SELECT jsonb_array_elements(note -> 'grants') LOOP
  EXECUTE format('GRANT %s ON SEQUENCE %s TO %s%s', step ->> 0, sequence, step ->> 1, CASE WHEN (step -> 2)::boolean THEN ' WITH GRANT OPTION' ELSE '' END);
END LOOP;
IF note ->> 'comment' IS NOT NULL THEN EXECUTE format('COMMENT ON SEQUENCE %s IS %L', sequence, note ->> 'comment'); END IF;
PERFORM set_config('${setting}', '', false);
END`;
  return { sql: `DO ${quoteString(body)}` };
}

function asideOf({ table, column }: Counter): { readonly note: string } {
  return { note: `counter of ${quoteName(table)}.${column}` };
}

function sequenceText({ table, column }: Counter): string {
  return `pg_get_serial_sequence(${quoteString(quoteName(table))}, ${quoteString(column)})::regclass`;
}
