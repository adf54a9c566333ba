import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Statement } from "../../plugin/ddl.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { RunTarget } from "../run-request.js";

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

/** A line that waits to be written. */
export type PendingEntry = Omit<JournalEntry, "answer"> & { readonly answer: KeptAnswer };

/** An error as plain data; what it holds that is an error too is such data as well. */
type ErrorData = {
  readonly name: string;
  readonly message: string;
  readonly own: Readonly<Record<string, unknown>>;
  readonly inner: Readonly<Record<string, ErrorData>>;
};

/** An ORM's error holds the driver's, which may have a cause. */
const deepest = 4;

/** Keeps what a statement of the ORM was refused with, for an author who has caught it. */
export function keepRefusal(error: unknown): KeptAnswer {
  return keepAnswer(dataOf(error, deepest));
}

/**
 * The refusal that was kept, of the classes that the ORM and the driver throw here. Only they can make them, so a further
 * connection is refused something for it.
 */
export async function readRefusal(target: RunTarget, answer: string): Promise<Error> {
  if (answer === "") return new Error("The statement was refused when it first ran.");
  return revive(readAnswer<ErrorData>(answer), prototypesIn(await refusalOf(target), deepest));
}

async function refusalOf({ connection, dialect }: RunTarget): Promise<unknown> {
  const statement = dialect.session.transactions.refused;
  if (statement === undefined) return undefined;
  try {
    const further = await connection.open();
    return await further
      .query(statement)
      .catch((error: unknown) => error)
      .finally(further.close);
  } catch {
    // Where there is no further connection, an error of no class says the same.
    return undefined;
  }
}

type Prototypes = ReadonlyMap<string, object>;

function prototypesIn(error: unknown, depth: number): Prototypes {
  if (!(error instanceof Error) || depth < 0) return new Map();
  const values = Object.getOwnPropertyNames(error).map((key) => Reflect.get(error, key) as unknown);
  const inner = values.flatMap((value) => [...prototypesIn(value, depth - 1)]);
  return new Map([...inner, [error.constructor.name, Object.getPrototypeOf(error) as object]]);
}

function dataOf(error: unknown, depth: number): ErrorData {
  if (!(error instanceof Error)) return { name: "", message: String(error), own: {}, inner: {} };
  const own: Record<string, unknown> = {};
  const inner: Record<string, ErrorData> = {};
  for (const key of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, key);
    if (value instanceof Error) {
      if (depth > 0) inner[key] = dataOf(value, depth - 1);
    } else if (key !== "message" && isData(value)) own[key] = value;
  }
  return { name: error.constructor.name, message: error.message, own, inner };
}

/** What a driver has beside words is of this process only: its sockets, and its functions. */
function isData(value: unknown): boolean {
  return keepAnswer(value)() !== "";
}

function revive({ name, message, own, inner }: ErrorData, known: Prototypes): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, known.get(name) ?? Error.prototype);
  for (const [key, value] of Object.entries(own)) define(error, key, value, key !== "stack");
  for (const [key, data] of Object.entries(inner)) {
    define(error, key, revive(data, known), true);
  }
  return error;
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true });
}
