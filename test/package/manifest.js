import { Plugin } from "@oclif/core";

/** The manifest of the commands as they are built, as text. */
export async function readManifest(root) {
  const plugin = new Plugin({
    root,
    type: "core",
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  const { commands, version } = plugin.manifest;
  return `${JSON.stringify({ commands, version }, sorted, 2)}\n`;
}

function sorted(_key, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
