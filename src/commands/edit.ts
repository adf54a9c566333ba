import * as Args from "@oclif/core/args";
import { edit } from "../action/edit.js";
import type { EditResult } from "../action/edit.js";
import { AthanorCommand } from "./athanor-command.js";

export default class Edit extends AthanorCommand {
  static override summary = "Open a revision in $VISUAL, or $EDITOR.";
  static override description =
    "The variable holds a program, with arguments if need be: code --wait. Ends when the editor is closed.";
  static override examples = [
    "<%= config.bin %> edit head",
    'EDITOR="code --wait" <%= config.bin %> edit ae10',
  ];
  static override args = {
    revision: Args.string({ required: true, description: "which revision" }),
  };

  async run(): Promise<EditResult> {
    const { args, flags } = await this.parse(Edit);
    const result = await edit({ ...this.projectOptions(flags), revision: args.revision });
    this.warnAll(flags, result.notes);
    return result;
  }
}
