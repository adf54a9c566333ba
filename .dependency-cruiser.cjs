/** The import order of ARCHITECTURE.md as rules: a room imports only rooms that stand before it. */
const rooms = [
  "error",
  "schema",
  "operation",
  "diff",
  "plugin",
  "testing",
  "revision",
  "render",
  "loading",
  "directory",
  "runner",
  "config",
  "project",
  "history",
  "compare",
  "draft",
  "adopt",
  "action",
  "report",
  "commands",
];

const inOrder = rooms.map((room, position) => ({
  name: `${room}-imports-earlier-rooms-only`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${[...rooms.slice(position + 1), "[^/]+\\.ts$"].join("|")})` },
}));

const onlyIn = (name, module, place) => ({
  name: `${name}-only-in-its-place`,
  severity: "error",
  from: { path: "^(src|plugin)/", pathNot: place },
  to: { path: module },
});

module.exports = {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    ...inOrder,
    {
      name: "nothing-imports-testing",
      severity: "error",
      from: { path: "^(src|plugin)/", pathNot: "^src/testing/" },
      to: { path: "^src/testing/" },
    },
    {
      name: "loading-imports-error-only",
      severity: "error",
      from: { path: "^src/loading/" },
      to: { path: "^src/", pathNot: "^src/(loading|error)/" },
    },
    {
      name: "src-never-imports-a-plugin",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^plugin/" },
    },
    {
      name: "a-plugin-imports-itself-sql-and-the-door",
      severity: "error",
      from: { path: "^plugin/([^/]+)/" },
      to: {
        path: "^(src|plugin)/",
        pathNot: [
          "^plugin/$1/",
          "^plugin/sql/",
          "^src/(plugin|operation|schema|error)/",
          // By a dynamic import, the one place that picks a dialect (see below).
          "^plugin/(postgres|sqlite|mysql)/index\\.ts$",
        ],
      },
    },
    {
      name: "one-place-of-typeorm-picks-a-dialect",
      severity: "error",
      from: { path: "^plugin/([^/]+)/", pathNot: "^plugin/typeorm/dialects\\.ts$" },
      to: { path: "^plugin/(postgres|sqlite|mysql)/", pathNot: "^plugin/$1/" },
    },
    {
      name: "a-dialect-is-loaded-when-needed",
      severity: "error",
      from: { path: "^plugin/typeorm/" },
      to: { path: "^plugin/(postgres|sqlite|mysql)/", dynamic: false },
    },
    onlyIn("typeorm", "node_modules/typeorm", "^plugin/typeorm/"),
    onlyIn("ts-morph", "node_modules/ts-morph", "^src/render/"),
    onlyIn("oclif", "node_modules/@oclif/core", "^src/(commands/|bin\\.ts$)"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
