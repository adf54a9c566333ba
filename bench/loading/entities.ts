import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export type EntityProject = {
  /** Absolute path of the folder to fill. */
  readonly folder: string;
  readonly kind: "esm" | "cjs";
  readonly entities: number;
  /**
   * `whole`: as applications have them. `plain`: what any loader can do: relative imports only, `Relation` for the
   * other side, an explicit type where another file declares it.
   */
  readonly shape: "whole" | "plain";
};

const perArea = 10;

const compilerOptions = {
  target: "es2022",
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  useDefineForClassFields: false,
  esModuleInterop: true,
  skipLibCheck: true,
  strict: true,
  strictPropertyInitialization: false,
  types: [],
};

const modules = {
  esm: { module: "nodenext", moduleResolution: "nodenext" },
  cjs: { module: "commonjs", moduleResolution: "node" },
};

/**
 * A project as applications have them: areas of ten entities, each with a base class, enums and unions in files of
 * their own, relations to its neighbours and to the next area (so that all files import one another in circles),
 * imports through `paths`, columns with and without explicit types.
 */
export async function writeEntities({
  folder,
  kind,
  entities,
  shape,
}: EntityProject): Promise<void> {
  const end = kind === "esm" ? ".js" : "";
  const write = async (name: string, text: string): Promise<void> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  await write("package.json", JSON.stringify({ type: kind === "esm" ? "module" : "commonjs" }));
  await write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        ...compilerOptions,
        ...modules[kind],
        paths: { "@areas/*": ["./src/areas/*"] },
      },
      include: ["src"],
    }),
  );
  await symlink(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"));
  await write("src/base.ts", base);
  for (let index = 0; index < entities; index += 1) {
    const text = entity(index, entities, end);
    await write(
      `src/areas/${areaOf(index)}/thing-${index}.ts`,
      shape === "whole" ? text : simplify(text),
    );
  }
  for (let area = 0; area < Math.ceil(entities / perArea); area += 1) {
    await write(`src/areas/area-${area}/kinds.ts`, kinds(area));
  }
  await write("src/data-source.ts", dataSource(entities, end));
}

const areaOf = (index: number): string => `area-${Math.floor(index / perArea)}`;

const base = `import { CreateDateColumn, PrimaryGeneratedColumn, UpdateDateColumn } from "typeorm";

export abstract class Base {
  @PrimaryGeneratedColumn("uuid")
  id: string;

  @CreateDateColumn({ type: "timestamptz" })
  createdAt: Date;

  @UpdateDateColumn({ type: "timestamptz" })
  updatedAt: Date;
}
`;

const kinds = (area: number): string => `export enum Status${area} {
  Draft = "draft",
  Active = "active",
  Gone = "gone",
}

export enum Level${area} {
  Low,
  High = 10,
}

export type Size${area} = "small" | "large";
`;

function entity(index: number, entities: number, end: string): string {
  const area = Math.floor(index / perArea);
  const next = (index + 1) % entities;
  const far = (index + perArea) % entities;
  const near =
    areaOf(next) === areaOf(index)
      ? `./thing-${next}${end}`
      : `../${areaOf(next)}/thing-${next}${end}`;
  return `import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, Relation } from "typeorm";
import { Base } from "../../base${end}";
import { Thing${next} } from "${near}";
import { Thing${far} } from "@areas/${areaOf(far)}/thing-${far}${end}";
import { Level${area}, Size${area}, Status${area} } from "./kinds${end}";

/** The ${index}th of the things. */
@Entity({ name: "thing_${index}" })
@Index(["name", "status"])
export class Thing${index} extends Base {
  @Column({ length: 120 })
  name: string;

  @Column({ type: "varchar", nullable: true })
  description: string | null;

  @Column({ type: "enum", enum: Status${area}, default: Status${area}.Draft })
  status: Status${area};

  @Column({ default: 0 })
  level: Level${area};

  @Column({ length: 10 })
  size: Size${area};

  @Column({ type: "numeric", precision: 12, scale: 2 })
  price: string;

  @Column()
  count: number;

  @Column()
  enabled: boolean;

  @Column({ nullable: true })
  seenAt?: Date;

  @Column({ type: "jsonb", default: {} })
  settings: Record<string, unknown>;

  @ManyToOne(() => Thing${next}, (thing) => thing.followers, { onDelete: "CASCADE" })
  @JoinColumn({ name: "leader_id" })
  leader: Thing${next};

  @OneToMany("Thing${(index - 1 + entities) % entities}", "leader")
  followers: object[];

  @ManyToOne(() => Thing${far}, { nullable: true })
  cousin: Relation<Thing${far}> | null;

  get title(): string {
    return \`\${this.name} (\${this.status})\`;
  }
}
`;
}

function simplify(text: string): string {
  return text
    .replace(/@areas\//, "../")
    .replace("OneToMany, Relation }", "OneToMany, type Relation }")
    .replace(/(leader): (Thing\d+);/, "$1: Relation<$2>;")
    .replace("@Column({ default: 0 })", '@Column({ type: "integer", default: 0 })')
    .replace("@Column({ length: 10 })", '@Column({ type: "varchar", length: 10 })')
    .replace(/import \{ (Level\d+), (Size\d+), /, "import { $1, type $2, ");
}

function dataSource(entities: number, end: string): string {
  const all = Array.from({ length: entities }, (_, index) => index);
  return `import "reflect-metadata";
import { DataSource } from "typeorm";
${all.map((index) => `import { Thing${index} } from "./areas/${areaOf(index)}/thing-${index}${end}";`).join("\n")}

export const dataSource = new DataSource({
  type: "postgres",
  entities: [${all.map((index) => `Thing${index}`).join(", ")}],
});
`;
}
