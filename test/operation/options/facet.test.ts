import { expect } from "chai";
import type { Facets } from "../../../src/operation/options/facet.js";
import {
  flag,
  mergeChange,
  nested,
  optionsOf,
  plain,
  readFacets,
  tellChanges,
  writeChanges,
  writeFacets,
} from "../../../src/operation/options/facet.js";

type Size = { readonly unit: string; readonly length?: number };
type Thing = {
  readonly name: string;
  readonly size: Size;
  readonly unique: boolean;
  readonly hidden?: boolean;
  readonly owner?: { readonly name: string };
};

type SizeOptions = { readonly unit: string; readonly length?: number };
type Options = SizeOptions & {
  readonly name: string;
  readonly unique?: boolean;
  readonly hidden?: boolean;
  readonly owned?: string;
};

const owner = {
  option: "owned" as const,
  read: (given: string) => ({ name: given }),
  write: (held: { readonly name: string }) => held.name,
};
const size = nested<Size, SizeOptions>({ unit: plain, length: plain });
const facets: Facets<Thing, Options> = {
  name: plain,
  size,
  unique: { unsaid: false },
  hidden: flag,
  owner,
};

const bare: Thing = { name: "a", size: { unit: "m" }, unique: false };
const full: Thing = {
  ...bare,
  size: { unit: "m", length: 2 },
  unique: true,
  hidden: true,
  owner: { name: "b" },
};

describe("a table of facets", () => {
  it("does not compile without one of them, or where it does not say how an option is read", () => {
    // @ts-expect-error -- "owner" is missing
    const missing: Facets<Thing, Options> = {
      name: plain,
      size,
      unique: { unsaid: false },
      hidden: flag,
    };
    // @ts-expect-error -- what "unique" is where the option is left out
    const unsaid: Facets<Thing, Options> = { ...facets, unique: plain };
    // @ts-expect-error -- "owned" holds a name
    const unread: Facets<Thing, Options> = { ...facets, owner: { option: "owned" } };
    // @ts-expect-error -- no option has this name
    const unknown: Facets<Thing, Options> = { ...facets, owner: { ...owner, option: "owns" } };
    expect([missing, unsaid, unread, unknown]).to.have.length(4);
  });

  it("names the options in its own order", () => {
    const names = ["name", "unit", "length", "unique", "hidden", "owned"];
    expect(optionsOf(facets)).to.deep.equal(names);
    expect(Object.keys(writeFacets(facets, full))).to.deep.equal(names);
  });

  it("writes no more than reading needs", () => {
    expect(writeFacets(facets, bare)).to.deep.equal({ name: "a", unit: "m" });
    for (const thing of [bare, full])
      expect(readFacets(facets, writeFacets(facets, thing))).to.deep.equal(thing);
  });

  it("reads null and false as what is left out", () => {
    const options = { name: "a", unit: "m", unique: null, hidden: false, owned: null };
    expect(readFacets(facets, options as unknown as Options)).to.deep.equal(bare);
  });

  it("writes the way from one thing to another, and back", () => {
    for (const [from, to] of [
      [bare, full],
      [full, { ...full, owner: { name: "c" } }],
      [{ ...full, size: bare.size }, bare],
    ] as const) {
      const merged = mergeChange<Options>(
        writeFacets(facets, from),
        writeChanges(facets, from, to),
      );
      expect(readFacets(facets, merged)).to.deep.equal(to);
    }
  });

  it("tells what is different", () => {
    expect(tellChanges(facets, full, { ...bare, size: full.size })).to.deep.equal([
      "set unique false",
      "drop hidden",
      "drop owner",
    ]);
  });
});
