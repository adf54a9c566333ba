/** Tests that a dialect of one's own must pass, for any test runner. */
export { dialectContract, thereAndBack } from "./contract.js";
export * from "./build-schema.js";
export type * from "./subject.js";
