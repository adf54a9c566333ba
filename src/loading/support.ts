import { createRequire } from "node:module";
import type { DeclaredTypes } from "./declared-type.js";

const prefix = "@swc/helpers/_/";
const load = createRequire(import.meta.url);

/** Is it one of the functions that compiled code calls, rather than something the user imports? */
export function isSupport(specifier: string): boolean {
  return specifier.startsWith(prefix);
}

type Decorate = (target: object, member?: string | symbol) => void;

type MetadataReflect = {
  readonly metadata?: (key: string, value: unknown) => Decorate;
};

/** What the TypeScript compiler would have written for an enum: the type of its values. */
function typeOfEnum(values: object): unknown {
  const held = Object.entries(values)
    // A numeric enum lists its names too, by number.
    .filter(([name]) => !/^-?\d+$/.test(name))
    .map(([, value]) => typeof value);
  if (held.length > 0 && held.every((type) => type === "string")) return String;
  return held.length > 0 && held.every((type) => type === "number") ? Number : Object;
}

function classNameOf(target: object): string {
  return typeof target === "function" ? target.name : target.constructor.name;
}

/**
 * The compiler sees one file at a time. Where a member's type comes from another, what it writes is not what the
 * TypeScript compiler would: the enum itself, its member, or `Object`.
 */
function refine(
  value: unknown,
  path: string,
  target: object,
  member: string,
  types: DeclaredTypes,
) {
  if (typeof value === "object" && value !== null) return typeOfEnum(value);
  // A member of an enum.
  if (typeof value === "string") return String;
  if (typeof value === "number") return Number;
  if (value !== Object) return value;
  const declared = types(path, classNameOf(target), member);
  return declared === undefined ? value : Reflect.get(globalThis, declared);
}

function createMetadata(path: string, types: DeclaredTypes) {
  return (key: string, value: unknown): Decorate | undefined => {
    const { metadata } = Reflect as MetadataReflect;
    if (metadata === undefined) return undefined;
    if (key !== "design:type") return metadata(key, value);
    return (target, member) => {
      const known = typeof member === "string" ? refine(value, path, target, member, types) : value;
      metadata(key, known)(target, member);
    };
  };
}

/** The module of a support function, for the code of the file `path`. */
export function requireSupport(specifier: string, path: string, types: DeclaredTypes): unknown {
  return specifier === `${prefix}_ts_metadata`
    ? { _: createMetadata(path, types) }
    : load(specifier);
}
