import { unsupportedIn } from "../../sql/unsupported.js";

/** What SQLite cannot do, and what to write instead. */
export const unsupported = unsupportedIn("sqlite", "SQLite has");
