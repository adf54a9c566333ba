/** A fenced block of a Markdown page. */
export type Block = {
  readonly language: string;
  readonly text: string;
  /** What a comment above it says it is: `<!-- file: src/user.ts -->`. */
  readonly file?: string;
  /** The message of the revision whose file it shows: `<!-- written: create users -->`. */
  readonly written?: string;
  /** A comment above begins a project anew: `<!-- project: ... -->`. */
  readonly project?: string;
  /** Why a test does not run it: `<!-- no run: ... -->`. */
  readonly "no run"?: string;
};

const fence =
  /(?:^<!-- (?<mark>file|written|project|no run): (?<value>.+?) -->\n\n)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/** The fenced blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(fence)].map(({ groups = {} }) => {
    const { mark, value, language = "", text = "" } = groups;
    return { language, text, ...(mark === undefined ? {} : { [mark]: value }) };
  });
}
