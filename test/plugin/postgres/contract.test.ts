import { postgres } from "../../../plugin/postgres/index.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { describeContract } from "../../support/describe-contract.js";

describeContract({
  name: "PostgreSQL",
  dialect: postgres,
  withConnection: withPostgresConnection,
  types: {
    integer: { name: "integer" },
    bigint: { name: "bigint" },
    text: { name: "text" },
    boolean: { name: "boolean" },
    timestamp: { name: "timestamp" },
    varchar: (length) => ({ name: "varchar", length }),
  },
});
