const ignore = (): void => undefined;

/** A TypeORM logger that says nothing: what happens is reported by Athanor, not on the application's stdout. */
export const silentLogger = {
  log: ignore,
  logMigration: ignore,
  logQuery: ignore,
  logQueryError: ignore,
  logQuerySlow: ignore,
  logSchemaBuild: ignore,
};
