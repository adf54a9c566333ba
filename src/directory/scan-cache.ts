import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { Stats } from "node:fs";
import type { FileSystem } from "./file-system.js";
import type { CheckedHeader } from "./header.js";

/** Reads the header of the file at a path. `undefined`: it has none. */
export type HeaderReader = (path: string) => Promise<CheckedHeader | undefined>;

/** A reader that remembers between runs. */
export type HeaderCache = {
  /** What is remembered of a file, without waiting: its header, or `null` for none. `undefined`: it has to be read. */
  readonly recall: (path: string) => CheckedHeader | null | undefined;
  readonly read: HeaderReader;
  /** Keeps what was read, where that is new; does nothing where nothing can be written. */
  readonly save: () => Promise<void>;
};

/** What a header was read from. Where all of it is the same, so is the content: see {@link createTrust}. */
type Stamp = readonly [size: number, mtime: number, ctime: number, inode: number];

type Entry = readonly [stamp: Stamp, header: CheckedHeader | null];

type Content = {
  /** Changes with the shape of what follows, and with what reading a header makes of a file. */
  readonly format: typeof FORMAT;
  /** How long the run took that wrote this. */
  readonly milliseconds: number;
  readonly entries: Readonly<Record<string, Entry>>;
};

const FORMAT = 3;
/** The coarsest clock of a file system in use. */
const TICK_MILLISECONDS = 2_000;

/**
 * Puts a memory before a reader: one file in `folder` for each `key`.
 *
 * The memory is never wrong: an entry counts only where size, times and inode of the file are those it was read with, and the file was then old enough for any later change to show. It is
 * safe under concurrent processes: the file carries a checksum, and one that is torn counts as none. It is never in the way: what cannot be read or written is done without.
 */
export async function openHeaderCache(
  fileSystem: FileSystem,
  folder: string,
  key: string,
  readHeader: HeaderReader,
): Promise<HeaderCache> {
  const started = performance.now();
  const path = join(folder, `headers-${digest(key).slice(0, 16)}.json`);
  const memory = await load(fileSystem, path);
  const { known } = memory;
  const entries = new Map<string, Entry>();
  const hold = (file: string, stamp: Stamp) => holdEntry(memory, entries, file, stamp);
  let fresh = 0;
  return {
    recall: (file) => {
      const stamp = known.has(file) ? stampNow(fileSystem, file) : undefined;
      return stamp === undefined ? undefined : hold(file, stamp)?.[1];
    },
    read: async (file) => {
      const status = await fileSystem.stat(file).catch(() => undefined);
      // Gone since the folder was listed: reading it says so in the reader's own words.
      if (status === undefined) return readHeader(file);
      const stamp = stampOf(status);
      const held = hold(file, stamp);
      if (held !== undefined) return held[1] ?? undefined;
      const header = await readHeader(file);
      entries.set(file, [stamp, header ?? null]);
      fresh += 1;
      return header;
    },
    save: async () => {
      if (fresh === 0 && entries.size === known.size) return;
      const milliseconds = performance.now() - started;
      await write(fileSystem, path, {
        format: FORMAT,
        milliseconds,
        entries: Object.fromEntries(entries),
      });
    },
  };
}

/** The entry, kept for the next run; none where the file may have changed since. */
function holdEntry(
  { known, isTrusted }: Memory,
  entries: Map<string, Entry>,
  file: string,
  stamp: Stamp,
): Entry | undefined {
  const held = known.get(file);
  if (held === undefined || !isTrusted(stamp) || !isSame(held[0], stamp)) return undefined;
  entries.set(file, held);
  return held;
}

function stampNow({ statSync }: FileSystem, file: string): Stamp | undefined {
  try {
    const status = statSync?.(file, { throwIfNoEntry: false });
    return status === undefined ? undefined : stampOf(status);
  } catch {
    // Reading it says why not, in the reader's own words.
    return undefined;
  }
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): Stamp {
  return [size, mtimeMs, ctimeMs, ino];
}

function isSame(one: Stamp, other: Stamp): boolean {
  return one.every((part, index) => part === other[index]);
}

type Memory = {
  readonly known: ReadonlyMap<string, Entry>;
  readonly isTrusted: (stamp: Stamp) => boolean;
};

const NOTHING: Memory = { known: new Map(), isTrusted: () => false };

async function load(fileSystem: FileSystem, path: string): Promise<Memory> {
  try {
    const content = parse(await fileSystem.readFile(path, "utf8"));
    if (content === undefined) return NOTHING;
    const { mtimeMs } = await fileSystem.stat(path);
    const known = new Map(Object.entries(content.entries));
    return { known, isTrusted: createTrust(mtimeMs - content.milliseconds) };
  } catch {
    // A memory that is not there, or not ours to read, is a memory of nothing.
    return NOTHING;
  }
}

/**
 * A file that had only just been written when it was read may have been written again within the same tick of the file system's clock, with nothing to show for it. So what was younger than
 * that is read anew, as git does ("racy git").
 */
function createTrust(readFrom: number): (stamp: Stamp) => boolean {
  return ([, mtime, ctime]) => Math.max(mtime, ctime) < readFrom - TICK_MILLISECONDS;
}

/** The first line is the checksum of the rest. */
function parse(text: string): Content | undefined {
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  if (end === -1 || text.slice(0, end) !== digest(body)) return undefined;
  // The checksum says that it is as we wrote it.
  const content = JSON.parse(body) as Content;
  return content.format === FORMAT ? content : undefined;
}

async function write(fileSystem: FileSystem, path: string, content: Content): Promise<void> {
  const body = JSON.stringify(content);
  try {
    await fileSystem.mkdir(dirname(path), { recursive: true });
    await fileSystem.writeFile(path, `${digest(body)}\n${body}`);
  } catch {
    // A full or read-only disk costs the next run its time, and nobody anything else.
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
