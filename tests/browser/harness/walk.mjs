// `node:test` with a desk: a program, a page, a time limit, and a report when the walk fails.
import assert from "node:assert/strict";
import { after, test as nodeTest } from "node:test";

import { closeBrowser, start } from "./desk.mjs";
import { within } from "./limits.mjs";
import { report } from "./report.mjs";

const LIMIT_MS = 60_000;

after(closeBrowser);

/**
 * A `test` whose walks look at a desk. One program for all of them, started by the first; with `fresh`, one for each.
 * @param {Parameters<typeof start>[0] & { fresh?: boolean }} [how]
 */
export function walks({ fresh = false, ...how } = {}) {
  let shared;
  after(async () => {
    // A start that failed has already failed its test.
    const desk = await shared?.catch(() => undefined);
    await desk?.stop();
  });

  /**
   * @param {string} name
   * @param {(given: { desk: Awaited<ReturnType<typeof start>>, page: import("playwright-core").Page }) => Promise<void>} walk
   * @param {object} [options]
   * @param {import("playwright-core").BrowserContextOptions} [options.page] of the first page
   * @param {number} [options.limit] ms for the walk, the program's start aside
   * @param {boolean} [options.complaints] whether the walk itself looks at `desk.takeComplaints()`
   */
  return function test(name, walk, options = {}) {
    // node's own limit is the last line only: it would leave no report.
    const limit = options.limit ?? LIMIT_MS;
    return nodeTest(name, { timeout: limit + 120_000 }, async () => {
      const desk = await (fresh ? start(how) : (shared ??= start(how)));
      try {
        const page = await desk.page(options.page);
        await within(limit, Promise.race([walk({ desk, page }), early(desk)]), "the walk did not end");
        if (!options.complaints) assert.deepEqual(desk.takeComplaints(), [], "what no page may cause");
      } catch (fault) {
        process.stderr.write(await report(name, desk));
        throw fault;
      } finally {
        desk.takeComplaints();
        await (fresh ? desk.stop() : desk.closePages());
      }
    });
  };
}

/** A program that ends under a walk is the cause of whatever the page then shows. */
async function early(desk) {
  const how = await desk.ended;
  throw new Error(`the program ended with ${how} during the walk`);
}
