/** What a text is written in: character set and collation, under the names of today's servers. */
export type Writing = { readonly charset: string; readonly collation: string };

/** A collation says its character set: `utf8mb4_general_ci` is of `utf8mb4`. */
export function writingOf(collation: string): Writing {
  const name = modernName(collation);
  const at = name.indexOf("_");
  return { charset: at < 0 ? name : name.slice(0, at), collation: name };
}

/** MySQL before 8.0.30 and older habits call it `utf8`: https://dev.mysql.com/doc/refman/8.0/en/charset-unicode-utf8.html */
export function modernName(name: string): string {
  return name.toLowerCase().replace(/^utf8(?=_|$)/, "utf8mb3");
}

/** What has to be stated where the surroundings are written in `usual`. Nothing where it is the same. */
export function statedWriting(
  collation: string | undefined,
  usual: string | undefined,
): { readonly charset?: string; readonly collation?: string } {
  if (collation === undefined) return {};
  const own = writingOf(collation);
  if (usual === undefined) return own;
  const around = writingOf(usual);
  if (own.collation === around.collation) return {};
  return own.charset === around.charset ? { collation: own.collation } : own;
}
