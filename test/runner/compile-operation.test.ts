import { expect } from "chai";
import { describe as tell } from "../../src/operation/describe.js";
import { reverse } from "../../src/operation/reverse.js";
import type { CompileContext } from "../../src/plugin/ddl.js";
import type { PluginKinds } from "../../src/plugin/plugin.js";
import { compileOperation } from "../../src/runner/compile-operation.js";
import { emptySchema } from "../../src/schema/schema.js";
import { catchError, catchRejection } from "../support/catch-error.js";

const dialect = { name: "here", ddl: { compile: async () => [{ sql: "BUILT IN" }] } };
const kinds: PluginKinds = {
  "own:act": { compile: { here: ({ kind }) => [{ sql: `ACT ${kind}` }] } },
  "own:elsewhere": { compile: { there: () => [] } },
};
const context: CompileContext = { state: () => Promise.resolve(emptySchema) };

describe("compiling an operation", () => {
  it("asks the dialect for Athanor's own", async () => {
    const operation = { kind: "createSchema", name: "a" } as const;
    const statements = await compileOperation({ dialect, kinds }, operation, context);
    expect(statements).to.deep.equal([{ sql: "BUILT IN" }]);
  });

  it("asks the plugin for a kind of its own", async () => {
    const statements = await compileOperation({ dialect, kinds }, { kind: "own:act" }, context);
    expect(statements).to.deep.equal([{ sql: "ACT own:act" }]);
  });

  it("names the plugin that is missing", async () => {
    const error = await catchRejection(() =>
      compileOperation({ dialect }, { kind: "other:act" }, context),
    );
    expect([error.code, ...error.suggestions]).to.deep.equal([
      "UNKNOWN_OPERATION_KIND",
      'Add the plugin "other" to "plugins" of env.ts.',
    ]);
  });

  it("refuses what the plugin cannot do on this dialect", async () => {
    const error = await catchRejection(() =>
      compileOperation({ dialect, kinds }, { kind: "own:elsewhere" }, context),
    );
    expect(error.code).to.equal("UNSUPPORTED_OPERATION");
    expect(error.message).to.include("It knows there.");
  });
});

describe("an operation of a plugin that is not there", () => {
  it("is told by its kind and its name", () => {
    expect(tell({ kind: "own:act", name: "users" })).to.equal('own:act "users"');
  });

  it("cannot be reversed", () => {
    const error = catchError(() => reverse({ kind: "own:act" }));
    expect(error.code).to.equal("IRREVERSIBLE_OPERATION");
  });
});
