import { compact } from "../../schema/compact.js";
import { sameValue } from "../../schema/equality.js";

/**
 * Every facet of a noun, described once: which option of `op` says it, how the option is read and written, how a change
 * of it is told. What a facet means stands above it in the noun's type.
 *
 * The order is that of the options in a rendered call and in messages.
 */
export type Facets<Noun, Options> = {
  readonly [Key in keyof Noun]-?: Facet<Noun[Key], Options, Key>;
};

/** Said by the option of its own name, by one of another name, or by several. */
type Facet<Value, Options, Key> =
  | (Key extends keyof Options
      ? { readonly option?: undefined } & OneOption<Value, Options[Key]>
      : never)
  | {
      readonly [Option in keyof Options]-?: { readonly option: Option } & OneOption<
        Value,
        Options[Option]
      >;
    }[keyof Options]
  | SeveralOptions<Value, Options>;

type OneOption<Value, Given> = { readonly options?: undefined } & Telling<Value> &
  (undefined extends Value
    ? Partial<Unsaid<Value>>
    : undefined extends Given
      ? Unsaid<Value>
      : Partial<Unsaid<Value>>) &
  ([Present<Given>] extends [Present<Value>]
    ? Partial<Reading<Value, Given>>
    : Reading<Value, Given>) &
  ([Present<Value>] extends [Present<Given>]
    ? Partial<Writing<Value, Given>>
    : Writing<Value, Given>);

type Present<Value> = Exclude<Value, null | undefined>;

/** The facet where its option is left out. Left out: none. */
type Unsaid<Value> = { readonly unsaid: Value };

/** Left out: the option holds the very value. */
type Reading<Value, Given> = {
  readonly read: (given: Present<Given>, defaultSchema?: string) => Value;
};

/** Left out: the option holds the very value. `undefined`: it goes without saying. */
type Writing<Value, Given> = { readonly write: (value: Present<Value>) => Given | undefined };

type SeveralOptions<Value, Options> = Telling<Value> & {
  readonly option?: undefined;
  readonly options: readonly (keyof Options)[];
  readonly read: (options: Options, defaultSchema?: string) => Value;
  readonly write: (value: Present<Value>) => Partial<Options>;
  /** What a change of the facet says. Left out: all of it, as it becomes. */
  readonly change?: (from: Value, to: Value) => object;
};

/** A change in a few words. Left out: `set comment "x"`, `drop comment`. */
type Telling<Value> = { readonly tell?: (from: Value, to: Value) => string };

/** A facet that the option of its own name holds as it is. */
export const plain = {};

/** A facet that is true or left out. */
export const flag = { read: (given: boolean): true | undefined => (given ? true : undefined) };

type Loose = Readonly<Record<string, unknown>>;

/** A description as the functions below see it, whatever the noun. */
type LooseFacet = {
  readonly option?: string;
  readonly options?: readonly string[];
  readonly unsaid?: unknown;
  readonly read?: (given: unknown, defaultSchema?: string) => unknown;
  readonly write?: (value: unknown) => unknown;
  readonly change?: (from: unknown, to: unknown) => Loose;
  readonly tell?: (from: unknown, to: unknown) => string;
};

function loose(facets: object): Readonly<Record<string, LooseFacet>> {
  return facets as Readonly<Record<string, LooseFacet>>;
}

/** The options that say the facets. */
export function optionsOf<Noun, Options>(
  facets: Facets<Noun, Options>,
): readonly (keyof Options & string)[] {
  const names: readonly string[] = Object.entries(loose(facets)).flatMap(
    ([key, { options, option }]) => options ?? option ?? key,
  );
  return names as readonly (keyof Options & string)[];
}

/** What the options say. `defaultSchema` is what the names in them leave out. */
export function readFacets<Noun, Options extends object>(
  facets: Facets<Noun, Options>,
  options: Options,
  defaultSchema?: string,
): Noun {
  const known = loose(facets);
  const read: Record<string, unknown> = {};
  // A long history reads thousands of columns: nothing is made on the way that is not kept.
  for (const key in known) {
    const value = readFacet(key, known[key] ?? plain, options, defaultSchema);
    if (value !== undefined) read[key] = value;
  }
  return read as Noun;
}

function readFacet(
  key: string,
  { option = key, options: several, unsaid, read }: LooseFacet,
  options: object,
  defaultSchema: string | undefined,
): unknown {
  const given = several === undefined ? (options as Loose)[option] : options;
  if (given === undefined || given === null) return unsaid;
  return read === undefined ? given : read(given, defaultSchema);
}

/** The shortest options that {@link readFacets} reads as the same. */
export function writeFacets<Noun extends object, Options>(
  facets: Facets<Noun, Options>,
  noun: Noun,
): Options {
  const known = loose(facets);
  const written: Record<string, unknown> = {};
  for (const key in known) writeFacet(key, known[key] ?? plain, (noun as Loose)[key], written);
  return written as Options;
}

function writeFacet(
  key: string,
  { option = key, options: several, unsaid, write }: LooseFacet,
  value: unknown,
  written: Record<string, unknown>,
): void {
  if (value === undefined || (unsaid !== undefined && sameValue(value, unsaid))) return;
  const said = write === undefined ? value : write(value);
  if (several !== undefined) Object.assign(written, said);
  else if (said !== undefined) written[option] = said;
}

/** A facet that has facets itself: their options stand among those of the noun. */
export function nested<Noun extends object, Options extends object>(facets: Facets<Noun, Options>) {
  return {
    options: optionsOf(facets),
    read: (options: Options, defaultSchema?: string) => readFacets(facets, options, defaultSchema),
    write: (noun: Noun) => writeFacets(facets, noun),
  };
}

/** The shortest change that is the way from one to the other: `null` for what is gone. */
export function writeChanges<Noun extends object, Options>(
  facets: Facets<Noun, Options>,
  from: Noun,
  to: Noun,
): { readonly [Key in keyof Options]?: Options[Key] | null } {
  const written: Record<string, unknown> = {};
  for (const [key, facet, before, after] of changed(facets, from, to)) {
    if (facet.options === undefined) written[facet.option ?? key] = facet.unsaid ?? null;
    if (facet.change === undefined) writeFacet(key, facet, after, written);
    else Object.assign(written, facet.change(before, after));
  }
  return written as { readonly [Key in keyof Options]?: Options[Key] | null };
}

/** The options after the change: what it leaves out stays, `null` takes away. */
export function mergeChange<Options extends object>(present: object, change: object): Options {
  const merged = Object.entries({ ...present, ...compact(change) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null)) as Options;
}

/** What is different, each as a few words: `from text to varchar(200)`, `drop comment`. */
export function tellChanges<Noun extends object, Options>(
  facets: Facets<Noun, Options>,
  from: Noun,
  to: Noun,
): readonly string[] {
  return changed(facets, from, to).map(([key, { tell }, before, after]) => {
    if (tell !== undefined) return tell(before, after);
    return after === undefined ? `drop ${key}` : `set ${key} ${JSON.stringify(after)}`;
  });
}

function changed(
  facets: object,
  from: object,
  to: object,
): readonly (readonly [string, LooseFacet, unknown, unknown])[] {
  return Object.entries(loose(facets))
    .map(([key, facet]) => [key, facet, (from as Loose)[key], (to as Loose)[key]] as const)
    .filter(([, , before, after]) => !sameValue(before, after));
}
