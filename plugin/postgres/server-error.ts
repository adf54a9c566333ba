import { messageOf } from "../../src/error/thrown.js";
import { isRecord } from "../../src/schema/equality.js";

/** What the server says of a failed statement. */
export type ServerError = {
  /** SQLSTATE, where there is one. */
  readonly code: string | undefined;
  readonly message: string;
};

/** Reads the server's own words out of whatever the driver, or an ORM around it, has thrown. */
export function serverErrorOf(error: unknown): ServerError {
  const record = isRecord(error) ? error : {};
  const inner = isRecord(record["driverError"]) ? record["driverError"] : record;
  const code = inner["code"] ?? record["code"];
  const message = inner["message"] ?? record["message"];
  return {
    code: typeof code === "string" ? code : undefined,
    message: typeof message === "string" ? message : messageOf(error),
  };
}

/** The role may not do it, or the server takes no changes. */
export function isForbidden(error: unknown): boolean {
  return /^(42501|25006)$/.test(serverErrorOf(error).code ?? "");
}
