/** Tests that a dialect of one's own must pass, for any test runner. */
export {
  dialectContract,
  thereAndBack,
  type ContractCase,
  type ContractSubject,
} from "./contract.js";
export * from "./build-schema.js";
