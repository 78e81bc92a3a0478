// The two packages that tests/fetch-browser put into cache/browser/: outside this folder, so they are named by path.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const fetched = createRequire(new URL("../../../cache/browser/", import.meta.url));

export const { chromium } = fetched("playwright-core");
export const axeSource = readFileSync(fetched.resolve("axe-core/axe.min.js"), "utf8");
