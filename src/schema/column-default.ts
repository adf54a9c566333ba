/**
 * The default of a column: a plain value, or an expression in the database's own SQL.
 *
 * `{ kind: "value", value: "draft" }` is `DEFAULT 'draft'`; `{ kind: "expression", sql: "now()" }` is `DEFAULT now()`.
 * Numbers too wide or too precise for JavaScript are held as text with `kind: "expression"`.
 */
export type ColumnDefault =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "expression"; readonly sql: string };
