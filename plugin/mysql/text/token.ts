import { tokenizerOf } from "../../sql/tokens.js";

/** Cuts SQL text into pieces, as MySQL and MariaDB read it: backslashes in strings, names in backticks, `#` comments. */
export const tokenize = tokenizerOf([
  ["space", /\s+/y],
  ["comment", /--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /(?:_utf8mb[34] ?)?'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/iy],
  ["string", /[bBxXnN]'[^']*'/y],
  ["quoted", /`(?:[^`]|``)*(?:`|$)/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_@$][\p{L}\p{N}_$@]*/uy],
]);
