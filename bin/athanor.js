#!/usr/bin/env node
import { homedir, userInfo } from "node:os";

// A container may run as a user that has no home, no shell and no name: much of what is imported asks for them at once,
// and fails. The names are Debian's for the home and the shell of those who have none.
withDefault("HOME", homedir, "/nonexistent");
withDefault("SHELL", userInfo, "/bin/sh");

const { run } = await import("../dist/src/bin.js");
await run(process.argv.slice(2));

function withDefault(variable, ask, without) {
  try {
    ask();
  } catch {
    process.env[variable] ??= without;
  }
}
