import type { ConfirmDestruction, Destruction } from "../runner/destruction.js";
import { count } from "./duration.js";
import { prompt, type Streams } from "./prompt.js";

/** `"default": drops the column "bio" and its values; 3 rows lose something (DROPS_COLUMN)`. */
export function destructionText({ message, rows, sampled, code }: Destruction): string {
  const many = `${sampled ? "at least " : ""}${count(rows, "row")}`;
  return `this ${message}; ${many} ${rows === 1 ? "loses" : "lose"} something (${code})`;
}

/** Asks a person at a terminal whether to go on. The default is no. */
export function confirmAtTerminal(streams?: Streams): ConfirmDestruction {
  return (destruction) => {
    const where = destruction.database === "default" ? "" : ` in "${destruction.database}"`;
    const message = `Go on${where}? ${destructionText(destruction)}`;
    return prompt(({ confirm }) => confirm({ message, default: false }, streams));
  };
}
