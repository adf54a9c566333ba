import { code, type Direction, type Name, type Texts } from "./code.js";

type Pathed = { readonly path: string };
/** A key of a file, or an option of a function. */
type Keyed = { readonly key: string; readonly file?: string; readonly function?: string };

/** The revision is the one that ran. */
type EarlyEnd = {
  readonly exitCode?: number | undefined;
  readonly revision?: string;
  readonly path?: string;
  readonly direction?: Direction;
};

/** The project's configuration and code: what is loaded before anything is compared or run. */
export const projectCodes = {
  AMBIGUOUS_DATA_SOURCE: code<{
    readonly path?: string;
    readonly exports?: Texts;
    readonly places?: Texts;
    readonly candidates?: Texts;
  }>(
    "The project or the file exports several data sources.",
    "Name the one that is meant: `--data-source FILE` or `--data-source FILE#export`. For several databases use `athanor init --template multidb`.",
  ),
  CONFIG_NOT_FOUND: code<{ readonly file: string }>(
    "The configuration file that was named does not exist.",
    "Correct `--config` or `ATHANOR_CONFIG`, or run `athanor init`.",
  ),
  DATA_SOURCE_FAILED: code<Pathed & { readonly exportName?: string }>(
    "The function or promise that gives the data source failed.",
    "Correct that file; the message and the stack are its own.",
  ),
  DATA_SOURCE_NOT_FOUND: code<{
    readonly path?: string;
    readonly exports?: Texts;
    readonly root?: string;
    readonly looked?: string;
  }>(
    "No data source was found, in the project or in the file that was named.",
    "Export one (`export default new DataSource({ ... })`), and name the file with `--data-source`.",
  ),
  DRIVER_MISSING: code<{ readonly type: string; readonly package: string }>(
    "The package that the data source's type needs is not installed, or cannot be loaded.",
    "Install it in your project.",
  ),
  ENTITY_NOT_LOADED: code<{ readonly reason: string | undefined }>(
    "A file that the data source's `entities` finds cannot be loaded.",
    "Correct that file, or the pattern that finds it.",
  ),
  ENTITY_REJECTED: code<{ readonly reason?: string | undefined; readonly view?: Name }>(
    "The ORM rejects the entities, or the expression of a view entity.",
    "Correct the entity that the message names.",
  ),
  ENVIRONMENT_NOT_FOUND: code<{ readonly scriptLocation: string }>(
    "The folder of the revisions has no `env.ts`, so no database is known.",
    "Run `athanor init`, correct `scriptLocation`, or name a data source with `--data-source`.",
  ),
  FILES_NOT_FOUND_AGAIN: code<{
    readonly fileTemplate: string;
    readonly recursiveVersionLocations: boolean;
  }>(
    "`fileTemplate` puts revisions into subfolders, and `recursiveVersionLocations: false` never looks there.",
    "Remove `recursiveVersionLocations`, or take the `/` out of `fileTemplate`.",
  ),
  ILLEGAL_IDENTIFIER: code<{
    readonly name: string;
    readonly kind: string;
    readonly path?: string;
    readonly template?: string;
  }>(
    "A revision id, branch label or tag holds characters that it may not hold.",
    "Choose another name; the message says what is allowed.",
  ),
  INVALID_FILE_TEMPLATE: code<{ readonly template: string; readonly name: string }>(
    "`fileTemplate` gives a name that is not a file inside the folder of revisions.",
    'Correct it in the configuration: `fileTemplate: "{rev}_{slug}"`.',
  ),
  INVALID_OPTION: code<Keyed>(
    "An option of a library function has a value of the wrong kind.",
    "Correct the option; the message says what it must be.",
  ),
  INVALID_TSCONFIG: code<Pathed>(
    "The TypeScript configuration could not be read.",
    "See what `npx tsc --showConfig` says of it.",
  ),
  INVALID_VALUE: code<Keyed>(
    "A key of the configuration or of `env.ts` has a value of the wrong kind.",
    "Correct the key; the message says what it must be.",
  ),
  MODULE_NOT_FOUND: code<Pathed & { readonly specifier: string; readonly importer: string }>(
    "One of your files imports something that cannot be found.",
    "Correct the import, install the package, or add it to `paths` of `tsconfig.json`.",
  ),
  NEVER_ENDS: code<EarlyEnd>(
    "Your code awaits a promise that nothing can settle any more. What was not committed is rolled back.",
    "Look for the promise in the revision that is named, or in the configuration, `env.ts` and what they import.",
  ),
  NOT_A_DATA_SOURCE: code<{ readonly given: string }>(
    "`databases` of `env.ts` was given something else than a data source.",
    "Give it a `DataSource`, a promise of one, a function that returns one, or a `QueryRunner`.",
  ),
  PROCESS_ENDED: code<EarlyEnd>(
    "Your code called `process.exit`, or an error that nobody caught ended the process. What was not committed is rolled back.",
    "Correct the file that is named, then look at `athanor current -v`.",
  ),
  SYNTAX_ERROR: code<{
    readonly path?: string;
    readonly place?: string;
    readonly file?: string;
    readonly line?: number;
    readonly codeframe?: string | undefined;
  }>(
    "A file of yours does not parse, or awaits at its top where that is not possible.",
    "Correct the line that is named.",
  ),
  UNKNOWN_DATABASE: code<{ readonly name: string; readonly known: Texts }>(
    "`env.ts` has no database of this name.",
    "Use one of the names it has, or add the database.",
  ),
  UNKNOWN_ENVIRONMENT: code<{
    readonly name: string;
    readonly known: Texts;
    readonly file?: string;
  }>(
    "The configuration has no environment of this name.",
    "Correct `-n`, or add it to `environments`.",
  ),
  UNKNOWN_FILE_TOKEN: code<{ readonly token: string; readonly template: string }>(
    "`fileTemplate` holds a `{token}` that does not exist.",
    "Use one of the tokens that the message lists.",
  ),
  UNKNOWN_KEY: code<Keyed & { readonly nearest?: string }>(
    "The configuration or `env.ts` has a key that does not exist.",
    "Correct or remove it; the message lists the keys.",
  ),
  UNKNOWN_OPTION: code<{
    readonly option?: string;
    readonly of?: string;
    readonly known?: Texts;
    readonly key?: string;
    readonly file?: string;
    readonly function?: string;
    readonly nearest?: string;
  }>(
    "An `op` call or a library function was given an option that does not exist.",
    "Correct or remove it; the message lists the options.",
  ),
  UNSUPPORTED_DATABASE: code<{
    readonly type: string;
    readonly supported: Texts;
    readonly dialect?: string;
  }>(
    "Athanor does not support the type of this data source.",
    "Use one of the types that the message lists.",
  ),
  USER_CODE_FAILED: code<Pathed & { readonly place: string; readonly userStack?: string }>(
    "One of your files threw an error while it was loaded or run.",
    "Correct the place that is named.",
  ),
  WRONG_USAGE: code(
    "The command line does not fit the command: an unknown flag, a missing argument, flags that exclude each other.",
    "See `--help` of the command.",
  ),
};
