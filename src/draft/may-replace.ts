import type { Authorship } from "../directory/generated-mark.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Ask } from "./ask.js";
import { againCommand, type AgainOptions } from "./again-command.js";
import type { Replaced } from "./replaced-revisions.js";

type Consent = AgainOptions & { readonly force?: boolean; readonly ask?: Ask };

/** Why a file is not replaced unasked. */
const reasons: Readonly<Record<Exclude<Authorship, "generated">, string>> = {
  edited: "was edited after autogenerate wrote it",
  unknown: "has no mark of autogenerate, so it may hold work of your own",
};

/**
 * Lets files be replaced that are as autogenerate wrote them; for others somebody must agree.
 *
 * @throws AthanorError `REVISION_EDITED`, `CANCELLED` where whoever is asked declines.
 */
export async function agreeToReplace({ files }: Replaced, options: Consent): Promise<void> {
  const own = files.flatMap(({ path, authorship }) =>
    authorship === "generated" ? [] : [{ path, reason: reasons[authorship] }],
  );
  if (own.length === 0 || options.force === true) return;
  const sentences = own.map(({ path, reason }) => `"${path}" ${reason}`);
  const { replace } = options.ask ?? {};
  if (replace === undefined)
    throw new AthanorError({
      code: "REVISION_EDITED",
      message: `${sentences.join(". ")}. What it holds would be lost, so it is replaced only with "--force".`,
      suggestions: [`${againCommand(options, [])} --force`],
      facts: { paths: own.map(({ path }) => path) },
    });
  if (await replace(files, sentences)) return;
  throw new AthanorError({ code: "CANCELLED", message: "Nothing was replaced." });
}
