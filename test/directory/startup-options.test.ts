import { expect } from "chai";
import { findStartupOptions } from "../../src/directory/startup-options.js";

const cases: readonly (readonly [
  what: string,
  text: string,
  found: readonly (readonly [option: string, line: number, value: string])[],
])[] = [
  [
    "finds synchronize and the line it stands in",
    `export default new DataSource({\n  type: "postgres",\n  synchronize: true,\n});`,
    [["synchronize", 3, "true"]],
  ],
  [
    "finds each of the three options",
    `new DataSource({ synchronize: true, migrationsRun: true, dropSchema: true });`,
    [
      ["synchronize", 1, "true"],
      ["migrationsRun", 1, "true"],
      ["dropSchema", 1, "true"],
    ],
  ],
  ["passes over false", `new DataSource({ synchronize: false });`, []],
  [
    "gives a condition as it is written",
    `new DataSource({ synchronize: process.env.NODE_ENV !== "production" });`,
    [["synchronize", 1, `process.env.NODE_ENV !== "production"`]],
  ],
  [
    "finds the options of Nest's module",
    `@Module({ imports: [TypeOrmModule.forRoot({ synchronize: true })] })\nexport class AppModule {}`,
    [["synchronize", 1, "true"]],
  ],
  ["passes over a mention in a comment", `// synchronize: true\nnew DataSource({});`, []],
];

describe("findStartupOptions", () => {
  for (const [what, text, expected] of cases) {
    it(what, () => {
      const found = findStartupOptions("data-source.ts", text);
      expect(found.map(({ option, line, value }) => [option, line, value])).to.deep.equal(expected);
    });
  }
});
