import { listTemplates } from "../action/list-templates.js";
import type { ListTemplatesResult } from "../action/list-templates.js";
import { AthanorCommand } from "./athanor-command.js";

export default class ListTemplates extends AthanorCommand {
  static override summary = "List the templates that init can copy.";

  async run(): Promise<ListTemplatesResult> {
    await this.parse(ListTemplates);
    const result = await listTemplates();
    const width = Math.max(...result.templates.map(({ name }) => name.length));
    for (const { name, summary } of result.templates)
      this.print(`${name.padEnd(width)}  ${summary}`);
    return result;
  }
}
