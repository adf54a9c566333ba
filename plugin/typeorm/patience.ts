import { AthanorError } from "../../src/error/athanor-error.js";
import { interruptedBy } from "../../src/error/interrupted.js";
import type { ConnectOptions } from "../../src/plugin/database.js";
import type { OrmFile } from "../../src/plugin/orm.js";
import { addressOf } from "./address.js";
import type { OrmDataSource, OrmOptions } from "./orm.js";

/** How long a connection is waited for, unless it is said otherwise. */
const usualLimit = 30_000;

/** What a driver calls its own limit: `connectTimeoutMS` and `connectionTimeoutMillis` on PostgreSQL, `connectTimeout` on MySQL. */
const driverNames = ["connectionTimeoutMillis", "connectTimeoutMS", "connectTimeout"] as const;

/** Waits for a server, within a limit. */
export type Patience = {
  /**
   * The result of the work. Where the waiting ends before the work does, `abandon` is given what goes on unseen.
   *
   * @throws AthanorError `CANNOT_CONNECT` when the limit has passed, `INTERRUPTED` when the signal comes.
   */
  readonly wait: <Result>(
    begin: () => Promise<Result>,
    abandon: (late: Promise<Result>) => void,
  ) => Promise<Result>;
  /** The driver gives up by itself, a little later, what nobody waits for any more. */
  readonly limitDriver: (dataSource: OrmDataSource) => void;
};

export function createPatience(
  { timeoutMilliseconds, signal }: ConnectOptions,
  options: OrmOptions,
  file: OrmFile | undefined,
): Patience {
  const limit = timeoutMilliseconds ?? ownLimit(options) ?? usualLimit;
  return {
    wait: async (begin, abandon) => {
      if (signal?.aborted === true) throw interruptedBy(signal);
      const end = createEnd(limit, signal, addressOf(options, file));
      const work = begin();
      try {
        return await Promise.race([work, end.reached]);
      } catch (error) {
        if (end.isReached()) abandon(work);
        throw error;
      } finally {
        end.forget();
      }
    },
    limitDriver: ({ driver }) => {
      const later = limit === 0 ? 0 : limit + 1000;
      if (timeoutMilliseconds === undefined && ownLimit(options) !== undefined) return;
      Object.assign(driver.options ?? {}, { connectTimeoutMS: later, connectTimeout: later });
    },
  };
}

/** Rejects when the limit has passed or the signal comes, until it is forgotten. */
function createEnd(limit: number, signal: AbortSignal | undefined, address: string) {
  let isReached = false;
  let forget = (): void => undefined;
  const reached = new Promise<never>((_, reject) => {
    const end = (error: unknown): void => {
      isReached = true;
      reject(error);
    };
    const stop = (): void => end(signal && interruptedBy(signal));
    const timer = limit === 0 ? undefined : setTimeout(() => end(noAnswer(limit, address)), limit);
    signal?.addEventListener("abort", stop, { once: true });
    forget = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
  });
  return { reached, isReached: () => isReached, forget: () => forget() };
}

function noAnswer(timeoutMilliseconds: number, address: string): AthanorError {
  return new AthanorError({
    code: "CANNOT_CONNECT",
    message: `Cannot connect to "${address}": it did not answer within ${timeoutMilliseconds / 1000} s.`,
    suggestions: [
      "See that the server is up and can be reached from this machine; a pooler answers only once it has a free session",
      "Wait longer: connectTimeout in env.ts, or --connect-timeout 2m",
    ],
    facts: { address, timeoutMilliseconds },
  });
}

/** The user's own limit, in the driver's words. */
function ownLimit(options: OrmOptions): number | undefined {
  const { extra } = options;
  const places = [options, typeof extra === "object" && extra !== null ? extra : {}];
  const held = places.flatMap((place) =>
    driverNames.map((name): unknown => Reflect.get(place, name)),
  );
  return held.find((value): value is number => typeof value === "number" && value > 0);
}
