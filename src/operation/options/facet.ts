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

function entriesOf(facets: object): readonly (readonly [string, LooseFacet])[] {
  return Object.entries(facets as Readonly<Record<string, LooseFacet>>);
}

/** The options that say the facets. */
export function optionsOf<Noun, Options>(
  facets: Facets<Noun, Options>,
): readonly (keyof Options & string)[] {
  const names: readonly string[] = entriesOf(facets).flatMap(
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
  const read = entriesOf(facets).map(([key, facet]) => [
    key,
    readFacet(
      facet,
      facet.options === undefined ? (options as Loose)[facet.option ?? key] : options,
      defaultSchema,
    ),
  ]);
  return compact(Object.fromEntries(read) as object) as Noun;
}

function readFacet(
  { unsaid, read }: LooseFacet,
  given: unknown,
  defaultSchema: string | undefined,
): unknown {
  if (given === undefined || given === null) return unsaid;
  return read === undefined ? given : read(given, defaultSchema);
}

/** The shortest options that {@link readFacets} reads as the same. */
export function writeFacets<Noun extends object, Options>(
  facets: Facets<Noun, Options>,
  noun: Noun,
): Options {
  const held = noun as Loose;
  const written = entriesOf(facets).map(([key, facet]) => writeFacet(key, facet, held[key]));
  return Object.assign({}, ...written) as Options;
}

function writeFacet(key: string, facet: LooseFacet, value: unknown): Loose {
  const { option = key, options, unsaid, write = same } = facet;
  if (value === undefined || sameValue(value, unsaid)) return {};
  const written = write(value);
  return compact(options === undefined ? { [option]: written } : (written as Loose));
}

function same(value: unknown): unknown {
  return value;
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
  const written = changed(facets, from, to).map(([key, facet, before, after]) => {
    if (facet.change !== undefined) return facet.change(before, after);
    const gone = facet.options === undefined ? { [facet.option ?? key]: facet.unsaid ?? null } : {};
    return { ...gone, ...writeFacet(key, facet, after) };
  });
  return Object.assign({}, ...written) as { readonly [Key in keyof Options]?: Options[Key] | null };
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
  return entriesOf(facets)
    .map(([key, facet]) => [key, facet, (from as Loose)[key], (to as Loose)[key]] as const)
    .filter(([, , before, after]) => !sameValue(before, after));
}
