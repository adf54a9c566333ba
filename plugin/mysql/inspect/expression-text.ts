import type { Server } from "../../../src/plugin/catalog.js";
import { isMariaDb } from "../server.js";
import { tokenize } from "../text/token.js";

/**
 * An expression as one would write it. MySQL reports it as bytes that it takes for latin1, escaped once more:
 * `concat(_utf8mb4\'Ã©\',...)`; MariaDB's stands as it is.
 */
export function expressionText(reported: string, server: Server): string {
  return withoutIntroducers(isMariaDb(server) ? reported : unescapeOnce(fromBytes(reported)));
}

/** Strings without the character set that the server names before each. */
export function withoutIntroducers(text: string): string {
  if (!/_utf8mb[34]/i.test(text)) return text;
  return tokenize(text)
    .map((token) => (token.kind === "string" ? token.text.replace(introducer, "") : token.text))
    .join("");
}

const introducer = /^_utf8mb[34] ?/i;

/** Text of which no character is beyond latin1, though its bytes are UTF-8; anything else as it is. */
function fromBytes(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[^\0-\u00ff]/.test(text)) return text;
  const bytes = Buffer.from(text, "latin1");
  const read = bytes.toString("utf8");
  return Buffer.from(read, "utf8").equals(bytes) ? read : text;
}

function unescapeOnce(text: string): string {
  return text.replaceAll(/\\([\\'])/g, "$1");
}
