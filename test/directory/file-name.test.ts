import { expect } from "chai";
import { revisionFileName, slugOf, type FileNameRequest } from "../../src/directory/file-name.js";
import { formatTimestamp, isTimeZone } from "../../src/directory/timestamp.js";
import { catchError } from "../support/catch-error.js";

const request: FileNameRequest = {
  template: "{rev}_{slug}",
  rev: "4f1d2c3b5a69",
  message: "Create users",
  created: new Date("2026-03-04T23:06:07Z"),
  timezone: "utc",
  truncateSlugLength: 40,
  extension: ".ts",
};

const names: readonly (readonly [what: string, Partial<FileNameRequest>, string])[] = [
  ["the default", {}, "4f1d2c3b5a69_create_users.ts"],
  ["no message", { message: "" }, "4f1d2c3b5a69.ts"],
  ["a message without words", { message: "!?" }, "4f1d2c3b5a69.ts"],
  [
    "every token",
    { template: "{epoch}-{year}{month}{day}-{hour}{minute}{second}-{rev}" },
    "1772665567-20260304-230607-4f1d2c3b5a69.ts",
  ],
  [
    "sub-folders",
    { template: "{year}/{month}/{rev}_{slug}" },
    "2026/03/4f1d2c3b5a69_create_users.ts",
  ],
  [
    "a time zone",
    { template: "{day}-{hour}_{rev}", timezone: "Asia/Kolkata" },
    "05-04_4f1d2c3b5a69.ts",
  ],
  ["another extension", { extension: ".cjs" }, "4f1d2c3b5a69_create_users.cjs"],
];

describe("revisionFileName", () => {
  for (const [what, change, expected] of names) {
    it(`fills the template: ${what}`, () => {
      expect(revisionFileName({ ...request, ...change })).to.equal(expected);
    });
  }

  it("names a token that it does not know, and those it does", () => {
    const template = "{revision}_{slug}";
    const failure = catchError(() => revisionFileName({ ...request, template }));
    expect(failure.code).to.equal("UNKNOWN_FILE_TOKEN");
    expect(failure.message).to.include(
      '"{revision}" in fileTemplate "{revision}_{slug}" is not a token. The tokens are {rev} {slug} {epoch}',
    );
  });

  for (const rev of ["a/b", "a\\b", "../b", ".b", "b.d"]) {
    it(`refuses an id that gives a file which no command finds: ${rev}`, () => {
      expect(() => revisionFileName({ ...request, message: "", rev })).to.throw(
        `The revision id "${rev}" and fileTemplate "{rev}_{slug}" give the file "${rev}.ts"`,
      );
    });
  }

  for (const template of [
    "../{rev}",
    "/tmp/{rev}",
    "{rev}/",
    "a/../../{rev}",
    "..\\{rev}",
    "C:{rev}",
  ]) {
    it(`stays in the folder of revisions: ${template}`, () => {
      const failure = catchError(() => revisionFileName({ ...request, template }));
      expect(failure.code).to.equal("INVALID_FILE_TEMPLATE");
      expect(failure.message).to.include("no name inside the folder of revisions");
    });
  }
});

describe("slugOf", () => {
  const slugs: readonly (readonly [message: string, length: number, slug: string])[] = [
    ["Add users' e-mail", 40, "add_users_e_mail"],
    ["Größe ändern", 40, "größe_ändern"],
    ["one two three", 9, "one_two_"],
    ["one two three", 8, "one_two_"],
    ["abcdefghij", 4, "abcd_"],
  ];
  for (const [message, length, slug] of slugs) {
    it(`makes "${slug}" of "${message}"`, () => {
      expect(slugOf(message, length)).to.equal(slug);
    });
  }
});

describe("formatTimestamp", () => {
  it("says the time of the zone and its distance from UTC", () => {
    const moment = new Date("2026-07-01T12:00:00Z");
    expect([
      formatTimestamp(moment, "utc"),
      formatTimestamp(moment, "Europe/Berlin"),
      formatTimestamp(moment, "America/St_Johns"),
    ]).to.deep.equal([
      "2026-07-01T12:00:00Z",
      "2026-07-01T14:00:00+02:00",
      "2026-07-01T09:30:00-02:30",
    ]);
  });

  it("knows time zones from other words", () => {
    expect(["utc", "local", "Europe/Paris", "Mars/Olympus"].map(isTimeZone)).to.deep.equal([
      true,
      true,
      true,
      false,
    ]);
  });
});
