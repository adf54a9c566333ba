export function readManifest(root: string): Promise<string>;
