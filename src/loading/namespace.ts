import { types } from "node:util";

/** The exports of a module by name, as `import * as` shows them, whichever module system it was written for. */
export type Namespace = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Namespace =>
  (typeof value === "object" && value !== null) || typeof value === "function";

const isTranspiled = (value: unknown): value is Namespace =>
  isObject(value) && "__esModule" in value;

/** Of what `require` gave. */
export function namespaceOf(exports: unknown): Namespace {
  if (isTranspiled(exports) || types.isModuleNamespaceObject(exports)) return exports as Namespace;
  return typeof exports === "object" ? { ...exports, default: exports } : { default: exports };
}

/** Of what `import()` gave: the exports of a transpiled CommonJS module lie one level deeper. */
export function flatten(namespace: Namespace): Namespace {
  const main = namespace["default"];
  return isTranspiled(main) ? main : namespace;
}

const wrapped = new WeakMap<object, object>();

/** What code that was compiled from `import` to `require` must get, to see what `import` would have shown it. */
export function asRequired(namespace: object): object {
  const known = wrapped.get(namespace);
  if (known !== undefined) return known;
  const exports = Object.defineProperty({}, "__esModule", { value: true });
  for (const name of Object.keys(namespace).filter((key) => key !== "__esModule")) {
    const get = (): unknown => Reflect.get(namespace, name);
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });
  }
  wrapped.set(namespace, exports);
  return exports;
}
