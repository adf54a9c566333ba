/** Hears why a connection was lost, which its driver tells once, to nobody, and not to who asks next. */
export type Loss = {
  readonly reason: () => Error | undefined;
  readonly forget: () => void;
};

/** Listens to a driver's connection, where it is one to a server. */
export function hearLoss(connection: unknown): Loss {
  let reason: Error | undefined;
  const listen = (error: unknown): void => {
    if (error instanceof Error) reason ??= error;
  };
  if (!isEmitter(connection)) return { reason: () => undefined, forget: () => undefined };
  connection.on("error", listen);
  return { reason: () => reason, forget: () => void connection.off("error", listen) };
}

type Emitter = {
  readonly on: (event: "error", listener: (error: unknown) => void) => unknown;
  readonly off: Emitter["on"];
};

function isEmitter(value: unknown): value is Emitter {
  if (typeof value !== "object" || value === null) return false;
  return ["on", "off"].every((method) => typeof Reflect.get(value, method) === "function");
}
