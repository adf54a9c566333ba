import type { Argument, CallExpression, Node, ObjectProperty, Program } from "oxc-parser";
import { unwrap } from "./header-value.js";
import { moduleKindOf } from "../loading/module-kind.js";
import { neededStatements } from "./needed-statements.js";
import { walkSyntax } from "./syntax.js";

/** A call of `TypeOrmModule.forRoot` or `forRootAsync` in a module of NestJS. */
export type NestSetUp = {
  /** Absolute path of the module's file. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly program: Program;
  readonly method: "forRoot" | "forRootAsync";
  readonly call: CallExpression;
};

/** A data source to write for a project of NestJS that exports none. */
export type NestDataSource = {
  /** Absolute: beside the module. */
  readonly path: string;
  readonly exportName: string;
  readonly text: string;
  /** The file and line of the call it repeats. */
  readonly origin: { readonly path: string; readonly line: number };
};

/** Options of Nest's module that are none of a data source's. */
const nestOnly = [
  "autoLoadEntities",
  "retryAttempts",
  "retryDelay",
  "toRetry",
  "verboseRetryLog",
  "manualInitialization",
  "keepConnectionAlive",
];

/** Writes the data source that the module's call describes, with the imports and constants that its text needs. */
export function dataSourceOfModule(
  setUp: NestSetUp,
  globs: readonly string[],
): Pick<NestDataSource, "exportName" | "text"> {
  const [argument] = setUp.call.arguments;
  return setUp.method === "forRoot"
    ? constantOf(setUp, argument, globs)
    : functionOf(setUp, argument, globs);
}

type Written = Pick<NestDataSource, "exportName" | "text">;

function constantOf(
  setUp: NestSetUp,
  argument: Argument | undefined,
  globs: readonly string[],
): Written {
  const properties = propertiesOf(argument);
  const kept = properties?.filter((property) => !nestOnly.includes(nameOf(property)));
  const entities = entitiesText(setUp.path, globs);
  const spread = kept?.some(({ type }) => type !== "Property") ?? false;
  const lines = kept?.map((property) => textOf(setUp, property)) ?? [
    `...(${textOf(setUp, argument)} as DataSourceOptions)`,
  ];
  const states = kept?.some((property) => nameOf(property) === "entities") ?? false;
  const all = states ? lines : [...lines, `entities: ${entities}`];
  const cast = spread || kept === undefined;
  const body = `new DataSource({\n${indent(all)}\n}${cast ? " as DataSourceOptions" : ""})`;
  const named = cast ? ["DataSource", "type DataSourceOptions"] : ["DataSource"];
  const text = page(setUp, {
    imports: [["typeorm", named]],
    needs: kept ?? (argument === undefined ? [] : [argument]),
    body: `export const dataSource = ${body};`,
    advice: "TypeOrmModule.forRoot(dataSource.options)",
  });
  return { exportName: "dataSource", text };
}

/** Nest itself gives the factory what it asks for; nothing connects. */
function functionOf(
  setUp: NestSetUp,
  argument: Argument | undefined,
  globs: readonly string[],
): Written {
  const { imports, provider, read } = injected(setUp, argument);
  const configuration = configurationCalls(setUp, argument);
  const modules = [...configuration.map((call) => textOf(setUp, call)), ...imports];
  const body = `@Module({
  imports: [${modules.join(", ")}],
  providers: [
    ${provider},
  ],
})
class Options {}

export default async function createDataSource(): Promise<DataSource> {
  const context = await NestFactory.createApplicationContext(Options, {
    logger: ["error"],
    abortOnError: false,
  });
  const options = ${read} as DataSourceOptions;
  await context.close();
  return new DataSource({
    ...options,
    entities: options.entities ?? ${entitiesText(setUp.path, globs)},
  });
}`;
  const text = page(setUp, {
    imports: [
      ["@nestjs/common", ["Module"]],
      ["@nestjs/core", ["NestFactory"]],
      ["typeorm", ["DataSource", "type DataSourceOptions"]],
    ],
    needs: [...(argument === undefined ? [] : [argument]), ...configuration],
    body,
    advice: undefined,
  });
  return { exportName: "default", text };
}

type Injected = {
  readonly imports: readonly string[];
  readonly provider: string;
  /** The expression that gives the options. */
  readonly read: string;
};

const token = `"options of TypeORM"`;

function injected(setUp: NestSetUp, argument: Argument | undefined): Injected {
  const properties = propertiesOf(argument);
  const plain = `context.get<unknown>(${token})`;
  if (properties === undefined) {
    const name = textOf(setUp, argument);
    const made = `${name}.useFactory as (...given: unknown[]) => unknown`;
    return {
      imports: [`...(${name}.imports ?? [])`],
      provider: `{ provide: ${token}, inject: ${name}.inject ?? [], useFactory: ${made} }`,
      read: plain,
    };
  }
  const stated = (name: string) => properties.find((property) => nameOf(property) === name);
  const valueOf = (property: ObjectProperty): string => textOf(setUp, property.value);
  const listed = stated("imports");
  const parts = ["inject", "useFactory", "useClass", "useExisting"].flatMap(
    (name) => stated(name) ?? [],
  );
  const asks = parts.some((part) => ["useClass", "useExisting"].includes(nameOf(part)));
  return {
    imports: listed?.type === "Property" ? [`...${valueOf(listed)}`] : [],
    provider: `{ ${[`provide: ${token}`, ...parts.map((part) => textOf(setUp, part))].join(", ")} }`,
    read: asks
      ? `(await context.get<TypeOrmOptionsFactory>(${token}).createTypeOrmOptions())`
      : plain,
  };
}

/** The calls of `ConfigModule.forRoot`, which Nest's modules elsewhere rely on where they are global. */
function configurationCalls(
  { program }: NestSetUp,
  argument: Argument | undefined,
): readonly Node[] {
  const calls: Node[] = [];
  walkSyntax(program, (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return;
    const { object, property } = node.callee;
    if (object.type !== "Identifier" || object.name !== "ConfigModule") return;
    if (property.type !== "Identifier" || property.name !== "forRoot") return;
    const isInside =
      argument !== undefined && node.start >= argument.start && node.end <= argument.end;
    if (!isInside) calls.push(node);
  });
  return calls;
}

function entitiesText(path: string, globs: readonly string[]): string {
  const here = moduleKindOf(path) === "esm" ? "import.meta.dirname" : "__dirname";
  return `[${globs.map((pattern) => `${here} + ${JSON.stringify(pattern)}`).join(", ")}]`;
}

type Page = {
  /** By module: the names that the written code needs. */
  readonly imports: readonly (readonly [module: string, names: readonly string[]])[];
  /** Parts of the module's text that the written code repeats. */
  readonly needs: readonly Node[];
  readonly body: string;
  /** What the module may call instead, so that the options stand once. */
  readonly advice: string | undefined;
};

function page(setUp: NestSetUp, { imports, needs, body, advice }: Page): string {
  const { path, text, program } = setUp;
  const own = /\bTypeOrmOptionsFactory\b/.test(body)
    ? [...imports, ["@nestjs/typeorm", ["type TypeOrmOptionsFactory"]] as const]
    : imports;
  const taken = own.flatMap(([, names]) => names.map((name) => name.replace("type ", "")));
  const carried = neededStatements({ text, program }, needs, taken);
  const written = own.map(([module, names]) => `import { ${names.join(", ")} } from "${module}";`);
  const file = path.replace(/^.*[\\/]/, "");
  const once =
    advice === undefined
      ? "Change both together."
      : `Change both together, or call ${advice} there.`;
  return [
    ...written,
    ...carried,
    "",
    `/** The application's database, for Athanor and for TypeORM's command line. It repeats TypeOrmModule.${setUp.method} of ${file}. ${once} */`,
    body,
    "",
  ].join("\n");
}

/** The properties of an object that is written out; `undefined` for any other expression. */
function propertiesOf(argument: Argument | undefined): readonly ObjectProperty[] | undefined {
  if (argument === undefined || argument.type === "SpreadElement") return undefined;
  const bare = unwrap(argument);
  return bare.type === "ObjectExpression"
    ? (bare.properties as readonly ObjectProperty[])
    : undefined;
}

function nameOf({ type, key }: ObjectProperty): string {
  if (type !== "Property") return "";
  return key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : "";
}

function textOf({ text }: NestSetUp, node: Node | undefined): string {
  return node === undefined ? "{}" : text.slice(node.start, node.end);
}

/** One a line, moved to the left as far as the deepest of its own lines allows. */
function indent(parts: readonly string[]): string {
  return parts.map((part) => `  ${outdent(part)},`).join("\n");
}

function outdent(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  const depths = rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const least = depths.length === 0 ? 0 : Math.min(...depths);
  return [first, ...rest.map((line) => `  ${line.slice(least)}`.trimEnd())].join("\n");
}
