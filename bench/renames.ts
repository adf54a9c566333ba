// npx tsx bench/renames.ts: precision and recall of rename candidates on steps that applications really made.
import { judge } from "../test/diff/candidate/judge-steps.js";
import { steps } from "../test/diff/candidate/steps.js";

const { precision, recall, asked, offered, renames, wrong, missed } = judge(steps);
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
process.stdout.write(
  `${steps.length} steps: ${offered} offered, precision ${percent(precision)}; ${renames} renames, recall ${percent(recall)}, asked about ${percent(asked)}\n` +
    wrong.map((each) => `wrong   ${each}\n`).join("") +
    missed.map((each) => `missed  ${each}\n`).join(""),
);
