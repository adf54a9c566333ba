import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { schemasIn } from "../../sql/scope.js";

/** The schemas that a scope covers, as the server names them; `*` among them stands for all. */
export function namespacesOf(server: Server, scope: Scope): readonly string[] {
  const all = [server.defaultSchema, ...schemasIn(scope)];
  return [...new Set(all.filter((name) => name !== undefined))];
}

/** Is the schema `n` one of the names in the first parameter? */
export const inScope = `(n.nspname = ANY($1::text[]) OR '*' = ANY($1::text[])
  AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema')`;

/** The schema as Athanor holds it: the default one is never named. */
export function schemaOf(server: Server, schema: string | undefined): { schema?: string } {
  return schema === undefined || schema === server.defaultSchema ? {} : { schema };
}
