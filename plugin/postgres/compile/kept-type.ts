import type { Statement } from "../../../src/plugin/ddl.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { grantSteps, noteAside, ownerNote, restoreAside, restoreOwner } from "./aside.js";
import type { Owned } from "./aside.js";

/** Statements in which a type goes and another takes its place: with its owner, privileges and comment. */
export function keepingType(
  from: QualifiedName,
  to: QualifiedName,
  statements: readonly Statement[],
): readonly Statement[] {
  const [old, fresh] = [ownedBy(from), ownedBy(to)];
  const aside = { note: `type ${old.name}` };
  const steps = `
      ${grantSteps({ ...old, back: fresh.name })}
      UNION ALL SELECT 4, NULL, NULL, format('COMMENT ON TYPE %s IS %L', ${quoteString(fresh.name)}, d.description)
        FROM pg_description d WHERE d.objoid = ${quoteString(old.name)}::regtype AND d.classoid = 'pg_type'::regclass`;
  return [
    noteAside(aside, steps, ownerNote(old)),
    ...statements,
    restoreAside(aside, restoreOwner(fresh)),
  ];
}

function ownedBy(type: QualifiedName): Owned {
  return { catalog: "pg_type", prefix: "typ", letter: "T", kind: "TYPE", name: quoteName(type) };
}
