/** What stands in the place of a secret. */
export const masked = "***";

/**
 * A text without the passwords of the addresses in it: `postgres://app:***@db/shop`, `password=***`.
 *
 * People write passwords with `/`, `?` and `@` in them as they are: everything up to the last `@` of the word is taken.
 *
 * @example maskSecrets("connecting to mysql://root:top/secret@db/shop") // connecting to mysql://root:***@db/shop
 */
export function maskSecrets(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/?#'"`]*):[^\s'"`]*@/gi, `$1:${masked}@`)
    .replace(/\b((?:\w*(?:password|passwd|passphrase|secret)|pwd)=)[^\s&#;'"`]+/gi, `$1${masked}`);
}

/** Is it the name of something that nobody should read? */
export function isSecretName(name: string): boolean {
  return /pass(?:word|wd|phrase|code)?$|^pwd$|secret|token|credential|private_?key|api_?key|^key$|^pfx$/i.test(
    name,
  );
}

/**
 * A value as it may be shown to people: what a secret name names is masked, and the passwords in its texts are.
 *
 * Of a function, a class or an object of a class only its name is left.
 */
export function maskValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskSecrets(value);
  if (typeof value === "function") return value.name === "" ? "a function" : value.name;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, depth + 1));
  const name: unknown = value.constructor?.name;
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== null && prototype !== Object.prototype) || depth > deepest)
    return typeof name === "string" ? `[${name}]` : "[object]";
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([key, held]) => [key, maskEntry(key, held, depth)]));
}

/** Options may lead in a circle. */
const deepest = 6;

function maskEntry(key: string, value: unknown, depth: number): unknown {
  const isShown = value === "" || typeof value === "boolean" || value === null;
  return isSecretName(key) && !isShown ? masked : maskValue(value, depth + 1);
}
