import { x } from "tinyexec";

/** How a command ended. */
export type CommandResult = {
  /** 0 for success. Left out when a signal ended it. */
  readonly exitCode?: number;
  /** What it printed, on either stream. */
  readonly output: string;
};

/** Runs a program without a shell. Rejects when it cannot be started. */
export type RunCommand = (
  program: string,
  parameters: readonly string[],
  folder: string,
) => Promise<CommandResult>;

/** Runs a program; those of the `node_modules/.bin` folders from `folder` upward are found by name. */
export const runCommand: RunCommand = async (program, parameters, folder) => {
  const { exitCode, stdout, stderr } = await x(program, parameters, {
    nodeOptions: { cwd: folder },
  });
  return { ...(exitCode === undefined ? {} : { exitCode }), output: stdout + stderr };
};
