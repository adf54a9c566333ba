import type { Connection, Row } from "../../../src/plugin/connection.js";
import { quoteName } from "../quote-name.js";
import { requiredText } from "../row.js";
import { tokenize } from "../tokens.js";
import { withoutIntroducers } from "./expression-text.js";

/**
 * The SELECT of a view. `information_schema` has question marks for characters beyond the basic plane; where there is
 * any, the strings are those that SHOW CREATE VIEW gives.
 */
export async function viewText(connection: Connection, row: Row): Promise<string> {
  const text = withoutIntroducers(requiredText(row, "definition"));
  if (!stringsOf(text).some((each) => each.includes("?"))) return text;
  const name = { schema: requiredText(row, "database_name"), name: requiredText(row, "name") };
  const [shown = {}] = await connection.query(`SHOW CREATE VIEW ${quoteName(name)}`);
  return withStrings(text, stringsOf(withoutIntroducers(requiredText(shown, "Create View"))));
}

/** The text with its doubtful strings out of another's, string by string, unless the two differ in more. */
function withStrings(text: string, strings: readonly string[]): string {
  if (stringsOf(text).length !== strings.length) return text;
  const left = [...strings];
  return tokenize(text)
    .map((token) => {
      const shown = token.kind === "string" ? left.shift() : undefined;
      // Of another character set than the connection's the driver has made what it could.
      const isDoubtful = token.text.includes("?") && shown?.includes("\ufffd") === false;
      return isDoubtful ? (shown ?? token.text) : token.text;
    })
    .join("");
}

function stringsOf(text: string): readonly string[] {
  return tokenize(text)
    .filter(({ kind }) => kind === "string")
    .map((token) => token.text);
}
