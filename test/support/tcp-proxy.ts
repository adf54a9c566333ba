import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A listener of the test's own before a server, or before none. */
export type Proxy = {
  readonly port: number;
  /** Accepts from now on, and passes nothing on. */
  readonly mute: () => void;
};

/**
 * Passes connections on to a port of this machine, at most `slots` at once: like a pooler, it accepts the others and lets
 * them wait. With no slots it is a server that never answers.
 */
export async function withProxy<Result>(
  { to = 0, slots }: { readonly to?: number; readonly slots: number },
  body: (proxy: Proxy) => Promise<Result>,
): Promise<Result> {
  const sockets = new Set<Socket>();
  let free = slots;
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => undefined);
    if (free <= 0) return;
    free -= 1;
    const upstream = connect(to, "127.0.0.1");
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
    client.on("close", () => {
      free += 1;
      upstream.destroy();
    });
    upstream.on("close", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await body({ port, mute: () => (free = -Infinity) });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
