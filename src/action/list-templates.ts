import { listTemplates as readTemplates, type TemplateSummary } from "../directory/template.js";
import { acceptOptions } from "../project/accept-options.js";
import { templatesFolder } from "../project/package-folder.js";
import { createWorld, type World } from "../project/world.js";

export type ListTemplatesResult = { readonly templates: readonly TemplateSummary[] };

/**
 * What `init` can write: each template's name, and a line on it.
 *
 * @example
 * const { templates } = await listTemplates();
 */
export async function listTemplates(
  options: { readonly world?: Partial<World> } = {},
): Promise<ListTemplatesResult> {
  await acceptOptions("listTemplates", options, { world: "any" });
  const { fileSystem } = createWorld(options.world);
  return { templates: await readTemplates(templatesFolder(), fileSystem) };
}
