import { stopPostgres } from "./postgres.js";

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopPostgres();
  },
};
