// Kills its process at a statement that any driver is about to send: `KILL_AT` is its number among all, from 1, or a pattern
// of its text, and then `KILL_MATCH` its number among those that match.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const at = process.env.KILL_AT ?? "";
const isNumber = /^\d+$/.test(at);
const pattern = new RegExp(isNumber ? "" : at);
const death = Number(isNumber ? at : process.env.KILL_MATCH);
let count = 0;

function pass(sql) {
  if (pattern.test(String(sql))) count += 1;
  if (count === death) process.kill(process.pid, "SIGKILL");
}

function watch(prototype, methods, textOf) {
  for (const method of methods) {
    const send = prototype[method];
    prototype[method] = function (...given) {
      pass(textOf(this, given[0]));
      return send.apply(this, given);
    };
  }
}

const textOf = (_, given) => given?.sql ?? given?.text ?? given;

if (at !== "") {
  const Database = require("better-sqlite3");
  const statement = new Database(":memory:").prepare("SELECT 1");
  watch(Object.getPrototypeOf(statement), ["run", "all", "get"], ({ source }) => source);
  watch(require("pg").Client.prototype, ["query"], textOf);
  const { Connection } = require("mysql2");
  // Of pools as well.
  watch(Object.getPrototypeOf(Connection.prototype), ["query", "execute"], textOf);
}
