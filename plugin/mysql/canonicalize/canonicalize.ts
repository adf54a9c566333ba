import { findTable, findView } from "../../../src/schema/schema.js";
import { canonicalizer } from "../../sql/canonicalize.js";
import { likeBlurred } from "./blurred.js";
import { likeActual, likeTable, likeView } from "./like-actual.js";
import { normalize } from "./normalize.js";
import { openTable, openView } from "./open.js";
import { withPlace } from "./place.js";
import { adoptTable, ask } from "./ask.js";

/**
 * What text alone cannot settle is made in a scratch database, or under scratch names where none may be made, read back,
 * and dropped.
 */
export const canonicalize = canonicalizer({
  normalize,
  likeActual,
  asking: {
    openTable,
    openView,
    readsOf: ({ dependsOn = [] }) => ({ relations: dependsOn, names: [] }),
    standsAlone: true,
    withPlace: ({ connection, server }, question, body) => withPlace(connection, server, body),
    ask,
    putTable: ({ wanted }, found, { actual, server }) =>
      likeTable(adoptTable(wanted, found), findTable(actual, wanted), server),
    putView: (wanted, found, { actual }) => likeView(found, findView(actual, wanted)),
  },
  finish: likeBlurred,
});
