#!/usr/bin/env node
import { run } from "../dist/src/bin.js";

await run(process.argv.slice(2));
