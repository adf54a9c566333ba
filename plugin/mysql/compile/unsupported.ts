import { unsupportedIn } from "../../sql/unsupported.js";

/** What the product cannot do, and what to write instead. */
export const unsupported = unsupportedIn("mysql", "MySQL and MariaDB have");
