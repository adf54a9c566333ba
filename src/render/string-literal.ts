/** Characters that change how text around them is shown, or that break lines where a reader sees none. */
const invisible = /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text as a string literal: double quotes, or single ones where that saves escapes. */
export function writeString(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(invisible, escapeCode);
  const doubles = text.split('"').length;
  const singles = text.split("'").length;
  if (doubles <= singles) return `"${escaped}"`;
  return `'${escaped.replace(/\\(.)|'/g, requote)}'`;
}

/** Text of several lines as a template literal, so that it reads as it is; nothing where a string literal is safer. */
export function writeTemplate(text: string): string | undefined {
  const plain = JSON.stringify(text).replace(/\\[n"\\]/g, "");
  const hidden = text.search(invisible) >= 0 || /\\/.test(plain) || /[ \t](\n|$)/.test(text);
  if (!text.includes("\n") || hidden) return undefined;
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
}

/** A key of an object literal; `__proto__` bare would set the prototype instead. */
export function writeKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  const bare = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && !/[\ud800-\udfff]/.test(key);
  return bare ? key : writeString(key);
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function requote(match: string, escaped: string | undefined): string {
  if (match === "'") return "\\'";
  return escaped === '"' ? '"' : match;
}
