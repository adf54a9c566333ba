/**
 * Words that are part of SQLite's expression grammar: written bare they are no column's name. Words that SQLite takes
 * for a name wherever they make no sense as a keyword (`first`, `key`, `rows`, ...) are not among them.
 */
const words =
  "ALL AND AS ASC BETWEEN CASE CAST COLLATE CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DESC DISTINCT ELSE END " +
  "ESCAPE EXCEPT EXISTS FALSE FROM GLOB GROUP HAVING IN INNER INTERSECT IS ISNULL JOIN LEFT LIKE LIMIT MATCH NATURAL " +
  "NOT NOTNULL NULL ON OR ORDER OUTER OVER REGEXP RIGHT SELECT THEN TRUE UNION USING VALUES WHEN WHERE";

const keywords: ReadonlySet<string> = new Set(words.split(" "));

export function isKeyword(word: string): boolean {
  return keywords.has(word.toUpperCase());
}
