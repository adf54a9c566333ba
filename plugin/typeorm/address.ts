import { maskSecrets } from "../../src/error/mask.js";
import type { OrmFile } from "../../src/plugin/orm.js";
import type { OrmOptions } from "./orm.js";

/** Where a data source leads, for people: password masked, `postgres://app:***@db:5432/shop`, `sqlite:data/shop.db`. */
export function addressOf(options: OrmOptions, file: OrmFile | undefined): string {
  const credentials = credentialsOf(options);
  if (file !== undefined) return `${file.scheme}:${String(credentials[file.option] ?? "")}`;
  const url = text(credentials["url"]);
  return url === undefined ? assemble(options.type, credentials) : maskSecrets(url);
}

function credentialsOf(options: OrmOptions): Readonly<Record<string, unknown>> {
  const replication = options["replication"];
  const master: unknown =
    typeof replication === "object" && replication !== null
      ? Reflect.get(replication, "master")
      : undefined;
  return typeof master === "object" && master !== null ? { ...options, ...master } : options;
}

function assemble(type: string, credentials: Readonly<Record<string, unknown>>): string {
  const user = text(credentials["username"]) ?? "";
  const password = credentials["password"] === undefined ? "" : ":***";
  const account = user + password === "" ? "" : `${user}${password}@`;
  const port = credentials["port"] === undefined ? "" : `:${String(credentials["port"])}`;
  const host = text(credentials["host"]) ?? "localhost";
  return `${type}://${account}${host}${port}/${text(credentials["database"]) ?? ""}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
