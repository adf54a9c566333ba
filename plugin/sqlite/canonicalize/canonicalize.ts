import { canonicalizer } from "../../sql/canonicalize.js";
import { likeActual } from "./like-actual.js";
import { normalize } from "./normalize.js";

/**
 * SQLite keeps the text of every statement as it was given, so what it would report of a wanted table is what the
 * reader of statements finds in the one that would be written: nothing has to be created for it.
 */
export const canonicalize = canonicalizer({ normalize, likeActual });
