/** Each text in an array as PostgreSQL writes it, made anew: `{a,"b c",NULL}`, nested ones too. What is NULL stays. */
export function mapArrayText(array: string, change: (text: string) => string): string {
  return array.replace(element, (held: string, quoted: string | undefined) => {
    if (quoted === undefined && /^null$/i.test(held)) return held;
    const text = quoted === undefined ? held : quoted.replace(/\\(.)/gs, "$1");
    const changed = change(text);
    return changed === text ? held : written(changed);
  });
}

/** The texts in an array. */
export function arrayTexts(array: string): readonly string[] {
  const texts: string[] = [];
  mapArrayText(array, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

const element = /"((?:[^"\\]|\\.)*)"|[^{},"\s](?:[^{},"]*[^{},"\s])?/gs;

function written(text: string): string {
  const isPlain = text !== "" && !/^null$/i.test(text) && !/[{},"\\\s]/.test(text);
  return isPlain ? text : `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}
