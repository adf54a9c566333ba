import { Ansis } from "ansis";

const painted = process.stdout.isTTY || "FORCE_COLOR" in process.env;

/**
 * Paints what a person reads on a terminal. A pipe or a file gets plain text, in CI too (ansis by itself paints there);
 * `FORCE_COLOR` paints everywhere, `NO_COLOR` nowhere.
 */
export const colour = painted ? new Ansis() : new Ansis(0);
