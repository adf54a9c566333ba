import type { Resumption, StatementEffect } from "../../src/plugin/session.js";
import { effectOf as plainEffectOf } from "../sql/statement-effect.js";
import { splitStatements } from "./text/split-statements.js";
import { tokenize } from "./text/token.js";

/** How a revision is taken up again that commits on its way. VACUUM, which alone no transaction may hold, is done again. */
export const resumption: Resumption = {
  effectOf: (sql) => {
    const statements = splitStatements(sql);
    const effects = statements.map((statement) => effectOfOne(statement));
    const [first = "read"] = effects;
    if (effects.length < 2) return first;
    return effects.includes("definition") ? "unknown" : "rows";
  },
  isDone: () => false,
};

function effectOfOne(sql: string): StatementEffect {
  const [first = "", second = ""] = tokenize(sql).map(({ text }) => text.toLowerCase());
  if (first === "vacuum") return "definition";
  if (["pragma", "attach", "detach"].includes(first)) return "session";
  if (first === "create" && /^temp(?:orary)?$/.test(second)) return "session";
  // Of a trigger, the statements within are no statements of their own.
  if (first === "create") return "rows";
  const effect = plainEffectOf(sql);
  return effect === "definition" || effect === "unknown" ? "rows" : effect;
}
