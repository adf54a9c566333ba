import { mysql } from "../../../plugin/mysql/index.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { describeContract } from "../../support/describe-contract.js";

describeOnMysql("MariaDB or MySQL", () => {
  describeContract({
    name: "MySQL",
    dialect: mysql,
    withConnection: withMysqlDatabase,
    types: {
      integer: { name: "int" },
      bigint: { name: "bigint" },
      text: { name: "text" },
      boolean: { name: "boolean" },
      timestamp: { name: "datetime" },
      varchar: (length) => ({ name: "varchar", length }),
    },
  });
});
