// Runs all tests in several processes of mocha at once: node test/run.js [options of mocha]. Mocha's own --parallel
// imports a file when its turn comes, behind what earlier tests did to the loading of modules; here each process imports
// all of its files first.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { buffer } from "node:stream/consumers";
import { glob } from "tinyglobby";

const jobs = Math.min(availableParallelism(), 4);
const files = (await glob("test/**/*.test.ts")).sort();

/** Neighbours are alike, and so take alike long: each goes to another process. */
const shares = Array.from({ length: jobs }, (_, job) =>
  files.filter((_file, index) => index % jobs === job),
);

const runs = shares.map((share) => {
  const words = ["node_modules/mocha/bin/mocha.js", ...process.argv.slice(2), ...share];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
  return { child, ended };
});

// One after the other, so that their lines do not mix: the first as it comes.
const [first, ...others] = runs;
first.child.stdout.pipe(process.stdout, { end: false });
const later = others.map(({ child }) => buffer(child.stdout));
await first.ended;
for (const output of later) process.stdout.write(await output);

const codes = await Promise.all(runs.map(({ ended }) => ended));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
