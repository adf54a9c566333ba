import { sqlOf } from "./reader.js";
import { isWord, tokenize, type Token } from "./token.js";

/** The statements of a script, without their semicolons. A trigger's body stays with its trigger. */
export function splitStatements(sql: string): readonly string[] {
  if (!sql.includes(";") && sql.trim() !== "") return [sql];
  const statements: string[] = [];
  let current: Token[] = [];
  for (const token of tokenize(sql)) {
    if (token.text === ";" && !isInsideTrigger(current)) {
      if (current.length > 0) statements.push(sqlOf(sql, current));
      current = [];
    } else current.push(token);
  }
  return current.length > 0 ? [...statements, sqlOf(sql, current)] : statements;
}

function isInsideTrigger(tokens: readonly Token[]): boolean {
  if (!isWord(tokens[0], "CREATE")) return false;
  const isTrigger = tokens.slice(1, 3).some((token) => isWord(token, "TRIGGER"));
  return isTrigger && !(isWord(tokens.at(-1), "END") && tokens.at(-2)?.text === ";");
}
