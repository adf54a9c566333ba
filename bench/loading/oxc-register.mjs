import { register } from "node:module";

register("./oxc-hook.mjs", import.meta.url);
