// axe-core's judgement of a page, short enough to read in a failed assertion.
import { axeSource } from "./packages.mjs";

const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** Contexts whose pages run no scripts of their own. */
export const scriptless = new WeakSet();

/**
 * The page's violations of WCAG 2.0, 2.1 and 2.2, levels A and AA. An empty list is a page without any.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ rule: string, impact: string, help: string, where: string[] }[]>}
 */
export async function axe(page) {
  if (!scriptless.has(page.context())) return judged(page);
  // The page stays as it came: scripts that were not run at its load are not made up for. But axe needs to run.
  const debug = await page.context().newCDPSession(page);
  const disabled = (value) => debug.send("Emulation.setScriptExecutionDisabled", { value });
  // Chromium takes a session's order only when it differs from that session's last one. A detached session's is undone.
  await disabled(true);
  await disabled(false);
  try {
    return await judged(page);
  } finally {
    await disabled(true);
  }
}

async function judged(page) {
  // Evaluated by the debugger, so the page's content security policy neither stops it nor must be loosened for it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async (levels) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: "tag", values: levels },
      // Level AA of 2.2, and off by default.
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    });
    return violations.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact,
      help,
      where: nodes.map((node) => `${node.target.flat().join(" ")} ${node.html}`),
    }));
  }, LEVELS);
}
