import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { deleteTag, listTags, tag } from "../action/tag.js";
import type { TagResult, TagsResult } from "../action/tag.js";
import { describeTags } from "../report/tag.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Tag extends AthanorCommand {
  static override summary = "Name a revision, or list the names.";
  static override description =
    "A tag, of a release as a rule, is an identifier everywhere: upgrade v1.4, history -r v1.3:v1.4. " +
    "Tags are kept in tags.json beside the revisions, under version control. Without arguments, lists them.";
  static override examples = [
    "<%= config.bin %> tag v1.4",
    "<%= config.bin %> tag v1.3 ae10",
    "<%= config.bin %> tag --delete v1.3",
    "<%= config.bin %> tag",
  ];
  static override args = {
    name: Args.string({ description: "the tag" }),
    revision: Args.string({ description: "the revision that it names (default: head)" }),
  };
  static override flags = {
    delete: Flags.boolean({ description: "take the name away; the revision stays" }),
    force: Flags.boolean({ description: "move a tag that stands for another revision" }),
  };

  async run(): Promise<TagsResult | TagResult> {
    const { args, flags } = await this.parse(Tag);
    const { name, revision } = args;
    const options = this.projectOptions(flags);
    if (name === undefined) return this.list(flags, options);
    if (flags.delete) {
      if (revision !== undefined) this.error("--delete takes a tag and no revision.", { exit: 2 });
      const result = await deleteTag({ ...options, tag: name });
      this.print(`Tag ${name} is deleted; it stood for ${result.revision}.`);
      return result;
    }
    const named = revision === undefined ? {} : { revision };
    const result = await tag({ ...options, ...named, tag: name, force: flags.force });
    this.warnAll(flags, result.notes);
    this.print(tagged(result));
    return result;
  }

  private async list(
    flags: { readonly quiet: boolean; readonly delete: boolean },
    options: Parameters<typeof listTags>[0],
  ): Promise<TagsResult> {
    if (flags.delete) this.error("--delete needs the name of a tag.", { exit: 2 });
    const result = await listTags(options);
    this.warnAll(flags, result.notes);
    this.print(describeTags(result));
    return result;
  }
}

function tagged({ tag: name, revision, before }: TagResult): string {
  if (before === revision) return `Tag ${name} already stands for ${revision}.`;
  const was = before === undefined ? "" : ` (before: ${before})`;
  return `Tag ${name} stands for ${revision}${was}.`;
}
