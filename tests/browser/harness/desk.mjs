// A running desk and the pages that look at it.
import { scriptless } from "./axe.mjs";
import { chromium } from "./packages.mjs";
import { startProgram } from "./program.mjs";

/** A wait inside a page that takes longer is a fault. */
const PATIENCE_MS = 10_000;

let browser;

/** One Chromium for each test file: pages are apart by their contexts, and a start costs half a second. */
async function theBrowser() {
  browser ??= chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Its sandbox does not start as root or in most containers; the pages are our own.
    chromiumSandbox: false,
    args: [
      // Nothing leaves the machine: no asset fetched at run time, no call home by the browser.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      "--disable-dev-shm-usage",
      "--force-color-profile=srgb",
      "--font-render-hinting=none",
    ],
  });
  return browser;
}

export async function closeBrowser() {
  const open = browser;
  browser = undefined;
  await (await open)?.close();
}

/**
 * Starts the program and opens pages on its desk.
 * @param {Parameters<typeof startProgram>[0]} [how]
 */
export async function start(how) {
  const program = await startProgram(how);
  const { base, user, password, users } = program;
  /** @type {Set<import("playwright-core").BrowserContext>} */
  const contexts = new Set();
  let complaints = [];

  /**
   * A page of its own: own cookies, so another person. A second tab of the same person: `page.context().newPage()`.
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  async function page(options) {
    const context = await (await theBrowser()).newContext({
      baseURL: base,
      locale: "pt-BR",
      timezoneId: "America/Sao_Paulo",
      viewport: { width: 1280, height: 900 },
      colorScheme: "light",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    listen(context, base, (complaint) => complaints.push(complaint));
    if (options?.javaScriptEnabled === false) scriptless.add(context);
    contexts.add(context);
    return context.newPage();
  }

  /** What no page of the desk may cause, gathered since the last call. */
  function takeComplaints() {
    const taken = complaints;
    complaints = [];
    return taken;
  }

  async function closePages() {
    const open = [...contexts];
    contexts.clear();
    await Promise.all(open.map((context) => context.close()));
  }

  async function stop() {
    // First: a server that ends politely waits for its connections.
    await closePages();
    return program.stop();
  }

  const pages = () => [...contexts].flatMap((context) => context.pages());
  return { base, user, password, users, page, pages, closePages, takeComplaints, log: program.log, ended: program.ended, stop };
}

/** Refusals (4xx) are ordinary answers of a desk, so they are no complaint. */
function listen(context, base, complain) {
  context.on("weberror", (fault) => complain(`script failed: ${fault.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== base) complain(`asked another host: ${url.origin}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) complain(`${response.status()} for ${response.request().method()} ${response.url()}`);
  });
  context.on("console", (message) => {
    if (/content security policy/i.test(message.text())) complain(message.text());
  });
}
