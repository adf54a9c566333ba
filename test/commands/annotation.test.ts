import { expect } from "chai";
import { dataSourceText, withCommandLine } from "../support/command-line.js";

const files = {
  "package.json": `{ "type": "module" }`,
  "data-source.ts": dataSourceText(`@Column() name!: string;`),
};

const onGitHub = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: undefined };
const elsewhere = { GITHUB_ACTIONS: undefined };
const check = ["check", "-d", "data-source.ts", "--json"] as const;

describe("a command in a step of GitHub Actions", () => {
  it("annotates what check finds, beside the document and not in it", () =>
    withCommandLine(files, async ({ athanorWith }) => {
      const { code, stdout, stderr } = await athanorWith(onGitHub, ...check);
      expect(code).to.equal(3);
      expect(JSON.parse(stdout)).to.include({ clean: false });
      expect(stderr).to.match(/^::error title=athanor check::The entities want more/m);
    }));

  it("annotates a failure, at the line of the project that it concerns", () =>
    withCommandLine({ ...files, "data-source.ts": "const = 1;" }, async ({ athanorWith }) => {
      const { code, stderr } = await athanorWith(onGitHub, ...check);
      expect(code).to.equal(1);
      expect(stderr).to.match(
        /^::error title=athanor%3A SYNTAX_ERROR,file=data-source.ts,line=1::/m,
      );
    }));

  it("annotates nothing anywhere else", () =>
    withCommandLine(files, async ({ athanorWith }) => {
      const { stderr } = await athanorWith(elsewhere, ...check);
      expect(stderr).not.to.contain("::error");
    }));
});
