import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Statement } from "../../plugin/ddl.js";

/** Longer answers are not kept, in characters. */
const longest = 4_000_000;

/** What a database answered as text, dates and bytes included. Empty for what cannot be kept: a stream, or too much. */
function writeAnswer(answer: unknown): string {
  return writeBytes(bytesOf(answer));
}

function writeBytes(bytes: Buffer | undefined): string {
  const text = bytes === undefined ? "" : deflateRawSync(bytes).toString("base64");
  return text.length > longest ? "" : text;
}

/** An answer that is written out when it is asked for, which for most is never. */
export type KeptAnswer = () => string;

const nothing = writeAnswer([]);

/** Keeps an answer as it is now, whatever its owner does to it later. */
export function keepAnswer(answer: unknown): KeptAnswer {
  if (Array.isArray(answer) && answer.length === 0) return () => nothing;
  const bytes = bytesOf(answer);
  return () => writeBytes(bytes);
}

/** Keeps what nobody changes. */
export function keepState(answer: unknown): KeptAnswer {
  return () => writeAnswer(answer);
}

/** The answer that was written. It is of the type that the one who asks the same question again expects. */
export function readAnswer<Answer>(text: string): Answer {
  return deserialize(inflateRawSync(Buffer.from(text, "base64"))) as Answer;
}

/** Of a statement and its values. */
export function hashOf({ sql, parameters = [] }: Pick<Statement, "sql" | "parameters">): string {
  const values = JSON.stringify(parameters, (_, value: unknown) =>
    typeof value === "bigint" ? `${String(value)}n` : value,
  );
  return createHash("sha256").update(`${sql}\n${values}`).digest("hex");
}

function bytesOf(answer: unknown): Buffer | undefined {
  try {
    return serialize(answer);
  } catch {
    // A stream, say: what cannot be copied is asked for again.
    return undefined;
  }
}
