// Pictures of pages, in each look that a person may meet them in.
import { mkdir } from "node:fs/promises";
import path from "node:path";

import { signIn } from "./sign-in.mjs";

/** By the end of the file's name. */
export const LOOKS = {
  light: { viewport: { width: 1280, height: 1200 } },
  dark: { viewport: { width: 1280, height: 1200 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

/**
 * Writes `NAME-LOOK.png` for each view; the files' paths.
 * @param {Awaited<ReturnType<typeof import("./desk.mjs").start>>} desk
 * @param {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>} views how to get from home to each
 * @param {string} folder
 */
export async function shoot(desk, views, folder) {
  await mkdir(folder, { recursive: true });
  const files = [];
  for (const [look, options] of Object.entries(LOOKS)) {
    const page = await desk.page(options);
    await signIn(page, desk);
    for (const [name, open] of Object.entries(views)) {
      await page.goto("/");
      await open(page);
      const file = path.join(folder, `${name}-${look}.png`);
      // The caret blinks; all else stands still by the reduced motion of every page.
      await page.screenshot({ path: file, caret: "hide", animations: "disabled" });
      files.push(file);
    }
    await page.context().close();
  }
  return files;
}
