import { expect } from "chai";
import { messageOf } from "../../src/error/thrown.js";

const throwing = (): never => {
  throw new Error("no words");
};

const said: readonly (readonly [what: string, thrown: unknown, message: string])[] = [
  ["an error", new TypeError("no such table"), "no such table"],
  ["an error without a message", new Error(), ""],
  ["an object with a message", { message: "no such table" }, "no such table"],
  ["a text", "no such table", "no such table"],
  ["nothing", undefined, "undefined"],
  ["a symbol", Symbol("no such table"), "Symbol(no such table)"],
  ["an object of its own", { status: 4 }, "a value that is no error: { status: 4 }"],
  ["a secret", { password: "top" }, "a value that is no error: { password: '***' }"],
  ["an object without a prototype", Object.create(null), "a value that is no error: {}"],
  [
    "an object whose toString throws",
    { toString: throwing },
    "a value that is no error: { toString: 'throwing' }",
  ],
  [
    "an error whose message throws",
    Object.defineProperty(new Error(), "message", { get: throwing }),
    "a value that is no error and cannot be shown as text",
  ],
];

describe("what a thrown value says of itself", () => {
  for (const [what, thrown, message] of said) {
    it(`is "${message}" for ${what}`, () => {
      expect(messageOf(thrown)).to.equal(message);
    });
  }
});
