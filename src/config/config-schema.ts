import * as z from "zod/mini";
import type { Config, ConfigSettings } from "./config.js";
import { isTimeZone } from "../directory/timestamp.js";
import type { Validators } from "./validators.js";

const text = z.string("a text").check(z.minLength(1, "a text that is not empty"));
const flag = z.boolean("true or false");

const hook = z.strictObject({ name: text, command: text }, "an object { name, command }");

const settings = {
  scriptLocation: z.optional(text),
  versionLocations: z.optional(
    z.array(text, "a list of folders").check(z.minLength(1, "a list of folders that is not empty")),
  ),
  recursiveVersionLocations: z.optional(flag),
  fileTemplate: z.optional(text),
  timezone: z.optional(
    text.check(z.refine(isTimeZone, '"utc", "local" or an IANA time zone such as "Europe/Berlin"')),
  ),
  truncateSlugLength: z.optional(
    z.int("a whole number").check(z.gte(1, "a whole number of at least 1")),
  ),
  postWriteHooks: z.optional(z.array(hook, "a list of { name, command }")),
  destructive: z.optional(z.enum(["allow", "warn", "refuse"], '"allow", "warn" or "refuse"')),
} satisfies Validators<ConfigSettings>;

/** What `athanor.config.*` may hold. */
export const configSchema: z.ZodMiniType<Config> = z.strictObject(
  {
    ...settings,
    environments: z.optional(
      z.record(
        z.string(),
        z.strictObject(settings, "an object of settings"),
        "an object of environments by name",
      ),
    ),
  },
  "an object",
);
