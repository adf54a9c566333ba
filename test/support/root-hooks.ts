import { stopPostgres } from "./postgres.js";

/** Where files run in parallel, mocha runs this after each file; the worker's server then ends with the worker. */
const isWorker = process.env["MOCHA_WORKER_ID"] !== undefined;

export const mochaHooks = {
  async afterAll(): Promise<void> {
    if (!isWorker) await stopPostgres();
  },
};
