import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import * as library from "../../src/index.js";
import { AthanorError } from "../../src/error/athanor-error.js";

/** What takes no options. */
const others = ["AthanorError", "defineConfig", "defineEnvironment", "hasCode"] as const;
type Other = (typeof others)[number];

const functions: Omit<typeof library, Other> = library;

type Called = (options: object) => Promise<unknown>;

async function failureOf(called: Called, options: object): Promise<AthanorError> {
  try {
    await called(options);
  } catch (error) {
    if (error instanceof AthanorError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

const of = (name: keyof typeof functions) => functions[name] as Called;

const names = Object.keys(library).filter(
  (name): name is keyof typeof functions => !others.some((other) => other === name),
);

describe("an option of the library", () => {
  for (const name of names) {
    it(`is refused by ${name}, where it has no such option, by its name`, async () => {
      const failure = await failureOf(of(name), { nonsense: 1 });
      expect(failure.code).to.equal("UNKNOWN_OPTION");
      expect(failure.message).to.equal(`"nonsense" is not an option of ${name}().`);
    });
  }

  it("is refused with the nearest that there is", async () => {
    const failure = await failureOf(of("revision"), { backfills: ["users.country='DE'"] });
    expect(failure.message).to.equal(
      '"backfills" is not an option of revision(). Did you mean "backfill"?',
    );
    expect(failure.facts).to.deep.include({ key: "backfills", nearest: "backfill" });
  });

  const wrong: readonly (readonly [keyof typeof functions, object, string])[] = [
    ["revision", { rename: "users:people" }, '"rename" of revision() must be a list of texts'],
    ["revision", { autogenerate: "yes" }, '"autogenerate" of revision() must be true or false'],
    ["upgrade", { transaction: "some" }, '"all" or "each" or "none"; it is "some"'],
    ["history", { limit: "3" }, '"limit" of history() must be a number; it is "3"'],
  ];
  for (const [name, options, sentence] of wrong) {
    it(`is refused where it is of another kind: ${JSON.stringify(options)} of ${name}`, async () => {
      const failure = await failureOf(of(name), options);
      expect(failure.code).to.equal("INVALID_OPTION");
      expect(failure.message).to.include(sentence);
    });
  }
});

type Manifest = {
  readonly commands: Readonly<
    Record<string, { readonly flags: Readonly<Record<string, unknown>> }>
  >;
};

const manifest = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../oclif.manifest.json"), "utf8"),
) as Manifest;

/** What only a terminal needs, and what is a function of its own in the library. */
const commandLineOnly: Readonly<Record<string, readonly string[]>> = {
  all: ["json", "quiet", "x", "verbose", "no-input"],
  current: ["check-heads"],
  history: ["graph"],
  upgrade: ["sql", "plan"],
  downgrade: ["sql", "plan"],
  stamp: ["sql", "adopted"],
  "ensure-version": ["sql"],
  tag: ["delete"],
  init: ["config", "name"],
  "list-templates": ["config", "name", "data-source"],
};

const functionOf: Readonly<Record<string, keyof typeof functions>> = {
  export: "exportMigrations",
  "ensure-version": "ensureVersion",
  "list-templates": "listTemplates",
};

const camel = (flag: string): string =>
  flag.replace(/-(.)/gu, (_match, letter: string) => letter.toUpperCase());

describe("a flag of the command line", () => {
  for (const [command, { flags }] of Object.entries(manifest.commands)) {
    const name = functionOf[command] ?? (command as keyof typeof functions);
    it(`is an option of the same name in the library: ${command}`, async () => {
      const failure = await failureOf(of(name), { nonsense: 1 });
      const known = (failure.suggestions.find((each) => each.startsWith("Known options:")) ?? "")
        .replace(/^Known options: |\.$/gu, "")
        .split(", ");
      const apart = [...(commandLineOnly["all"] ?? []), ...(commandLineOnly[command] ?? [])];
      const shared = Object.keys(flags).filter((flag) => !apart.includes(flag));
      expect(known).to.include.members(shared.map(camel));
    });
  }
});
