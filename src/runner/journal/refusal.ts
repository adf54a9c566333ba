import type { RunTarget } from "../run-request.js";
import { keepAnswer, readAnswer, type KeptAnswer } from "./answer.js";

/** An error as plain data; what it holds that is an error too is such data as well. */
type Told = {
  readonly name: string;
  readonly message: string;
  readonly own: Readonly<Record<string, unknown>>;
  readonly inner: Readonly<Record<string, Told>>;
};

/** An ORM's error holds the driver's, which may have a cause. */
const deepest = 4;

/** Keeps what a statement of the ORM was refused with, for an author who has caught it. */
export function keepRefusal(error: unknown): KeptAnswer {
  return keepAnswer(tell(error, deepest));
}

/**
 * The refusal that was kept, of the classes that the ORM and the driver throw here. Only they can make them, so a further
 * connection is refused something for it.
 */
export async function readRefusal(target: RunTarget, answer: string): Promise<Error> {
  if (answer === "") return new Error("The statement was refused when it first ran.");
  return revive(readAnswer<Told>(answer), prototypesIn(await refusalOf(target), deepest));
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

function tell(error: unknown, depth: number): Told {
  if (!(error instanceof Error)) return { name: "", message: String(error), own: {}, inner: {} };
  const own: Record<string, unknown> = {};
  const inner: Record<string, Told> = {};
  for (const key of Object.getOwnPropertyNames(error)) {
    const value: unknown = Reflect.get(error, key);
    if (value instanceof Error) {
      if (depth > 0) inner[key] = tell(value, depth - 1);
    } else if (key !== "message" && isData(value)) own[key] = value;
  }
  return { name: error.constructor.name, message: error.message, own, inner };
}

/** What a driver has beside words is of this process only: its sockets, and its functions. */
function isData(value: unknown): boolean {
  return keepAnswer(value)() !== "";
}

function revive({ name, message, own, inner }: Told, known: Prototypes): Error {
  const error = new Error(message);
  Object.setPrototypeOf(error, known.get(name) ?? Error.prototype);
  for (const [key, value] of Object.entries(own)) define(error, key, value, key !== "stack");
  for (const [key, told] of Object.entries(inner)) {
    define(error, key, revive(told, known), true);
  }
  return error;
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true });
}
