// What a person needs to see when a walk fails: the pages as they were, and the program's log.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../cache/browser-failures/", import.meta.url);
const LAST_LINES = 60;

/**
 * Keeps pictures and the whole log under cache/browser-failures/; what to print.
 * @param {string} name of the test
 * @param {Awaited<ReturnType<typeof import("./desk.mjs").start>>} desk
 */
export async function report(name, desk) {
  const stem = name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
  const parts = [`-- "${name}" failed`];
  await mkdir(folder, { recursive: true });
  for (const [number, page] of desk.pages().entries()) {
    parts.push(`-- page ${number + 1}: ${page.url()}`, await seen(page));
    const file = new URL(`${stem}-${number + 1}.png`, folder);
    // A page that no longer answers has no picture: its address above must do.
    const taken = await page.screenshot({ path: fileURLToPath(file), fullPage: true, timeout: 5_000 }).then(
      () => `   ${fileURLToPath(file)}`,
      () => "   no picture: the page did not answer",
    );
    parts.push(taken);
  }
  const log = new URL(`${stem}.log`, folder);
  await writeFile(log, desk.log());
  parts.push(`-- the program's log (its end; whole: ${fileURLToPath(log)})`);
  parts.push(desk.log().trimEnd().split("\n").slice(-LAST_LINES).join("\n"));
  return `\n${parts.join("\n")}\n`;
}

async function seen(page) {
  const text = await page.locator("body").innerText({ timeout: 2_000 }).catch(() => "");
  return text.split("\n").filter((line) => line.trim()).slice(0, 40).map((line) => `   | ${line}`).join("\n");
}
