import type { CodeEntry } from "./codes/code.js";
import { databaseCodes } from "./codes/database.js";
import { draftCodes } from "./codes/draft.js";
import { fileCodes } from "./codes/file.js";
import { historyCodes } from "./codes/history.js";
import { operationCodes } from "./codes/operation.js";
import { projectCodes } from "./codes/project.js";
import { rowCodes } from "./codes/rows.js";
import { runCodes } from "./codes/run.js";

/** All codes that Athanor throws, with their meaning and remedy. `docs/errors.md` is made of it. */
export const errorCodes = {
  ...historyCodes,
  ...projectCodes,
  ...fileCodes,
  ...draftCodes,
  ...operationCodes,
  ...runCodes,
  ...rowCodes,
  ...databaseCodes,
} satisfies Readonly<Record<string, CodeEntry<object>>>;

type Table = typeof errorCodes;

/** A code of Athanor's own or of its dialects. */
export type OwnErrorCode = keyof Table;

/**
 * The code of an error. A plugin's has the plugin's name and a colon before it, as its operations have:
 * `"triggers:NAME_TAKEN"`.
 */
export type ErrorCode = OwnErrorCode | `${string}:${string}`;

/** What an error of the code states by itself. */
type StatedFacts<Code extends OwnErrorCode> = NonNullable<Table[Code]["facts"]>;

/** The facts of an error, by its code: its own, and those that it was given on its way to the caller. */
export type FactsOf<Code extends ErrorCode> = Code extends OwnErrorCode
  ? StatedFacts<Code> & Omit<AddedFacts, keyof StatedFacts<Code>>
  : ErrorFacts;

/** The facts of an error of any code. */
export type ErrorFacts = AddedFacts & Readonly<Record<string, unknown>>;

/** What an error of any code may be given on its way: where it was met, what the database said, how far the run had come. */
export type AddedFacts = DatabaseFacts &
  RunFacts & {
    /** As one sentence; the operation itself where it cannot be reversed. */
    readonly operation?: string | object;
    readonly revision?: string;
    /** The file that it is about. */
    readonly path?: string;
    readonly direction?: string;
    readonly stack?: string;
    /** The frames of the stack that lie in the user's own code. */
    readonly userStack?: string;
    /** It was met outside a transaction, where a statement may be half done. */
    readonly outside?: boolean;
    readonly database?: string;
    /** Of several databases: those that were done, those that were not begun, and the results. */
    readonly databasesDone?: readonly string[];
    readonly notBegun?: readonly string[];
    readonly databases?: readonly unknown[];
  };

/** What is true of the run that failed: `RunResult` says what each means. */
type RunFacts = {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly applied?: readonly { readonly revision: string }[];
  readonly rolledBack?: readonly { readonly revision: string }[];
  readonly planned?: readonly { readonly revision: string }[];
  readonly remaining?: readonly string[];
  readonly statements?: readonly { readonly sql: string }[];
  readonly milliseconds?: number;
  readonly dryRun?: boolean;
  /** Statements of the failed revision that stay in the database. */
  readonly keptStatements?: number;
  /** The statement of which nobody knows whether it was carried out. */
  readonly inDoubt?: string;
  readonly rollbackFailure?: string;
  readonly logFailure?: string;
};

type DatabaseFacts = {
  readonly sql?: string;
  readonly parameters?: readonly unknown[];
  readonly databaseMessage?: string;
  /** SQLSTATE, the driver's name for the error, or its number. */
  readonly databaseCode?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string | number;
  /** The code that the server's, the network's or the operator's fault has. */
  readonly fault?: ErrorCode;
  /** The sessions that hold the lock. */
  readonly blockers?: readonly {
    readonly process: string;
    readonly user?: string;
    readonly application?: string;
    readonly statement?: string;
    readonly since?: string;
  }[];
};
