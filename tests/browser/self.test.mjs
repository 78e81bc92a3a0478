// The harness against a stand-in with known faults: what it must see, it sees, and a good page has nothing to see.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { announced } from "./harness/announcement.mjs";
import { axe, LOOKS, shoot, signIn, start, walks } from "./harness/index.mjs";

const standIn = (manner) => ({
  program: process.execPath,
  args: [fileURLToPath(new URL("self/stand-in.mjs", import.meta.url)), manner],
});

const walk = walks(standIn("serves"));

walk("a page without faults has none, under a strict policy", async ({ desk, page }) => {
  await page.goto("/");
  assert.deepEqual(await axe(page), []);
  await signIn(page, desk);
  await page.getByText("com script").waitFor();
  assert.deepEqual(await axe(page), []);
});

walk("seeded violations are found", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.getByRole("link", { name: "Produto sem cadastro" }).click();
  await page.getByRole("heading", { name: "Falhas" }).waitFor();
  const rules = (await axe(page)).map(({ rule }) => rule).sort();
  assert.deepEqual(rules, ["color-contrast", "image-alt", "target-size"]);
});

walk("a page can be read and judged without scripts", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.getByText("sem script").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.goto("/seeded");
  assert.equal((await axe(page)).length, 3);
  await page.goto("/");
  await page.getByText("sem script").waitFor();
}, { page: { javaScriptEnabled: false } });

walk("a second page is another person, a second tab the same", async ({ desk, page }) => {
  await signIn(page, desk);
  const tab = await page.context().newPage();
  await tab.goto("/");
  await tab.getByRole("heading", { name: "Causas" }).waitFor();
  const other = await desk.page();
  await other.goto("/");
  await other.getByRole("heading", { name: "Entrar" }).waitFor();
});

walk("what no page may cause is told", async ({ desk, page }) => {
  await signIn(page, desk);
  const told = async (address) => {
    desk.takeComplaints();
    await page.goto(address);
    return desk.takeComplaints().join("; ");
  };
  assert.equal(await told("/"), "");
  assert.equal(await told("/nowhere"), "");
  assert.match(await told("/inline"), /Content Security Policy/);
  assert.match(await told("/foreign"), /asked another host: http:\/\/assets\.example/);
  assert.match(await told("/broken"), /script failed: seeded/);
  assert.match(await told("/fails"), /500 for GET .*\/fails/);
}, { complaints: true });

walk("pictures are taken in each look", async ({ desk }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "pictures-"));
  try {
    const views = { home: async () => {}, cause: (page) => page.getByRole("link").first().click() };
    const files = await shoot(desk, views, folder);
    assert.equal(files.length, 2 * Object.keys(LOOKS).length);
    for (const file of files) {
      const bytes = await readFile(file);
      assert.equal(bytes.toString("latin1", 1, 4), "PNG");
      assert.equal(bytes.readUInt32BE(16), file.includes("phone") ? 390 : 1280, file);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a program that is stopped has ended", async () => {
  const desk = await start(standIn("serves"));
  assert.equal(await desk.stop(), "status 0");
  await assert.rejects(fetch(desk.base));
});

test("a program that ends early is told with its log", async () => {
  await assert.rejects(start(standIn("ends")), /ended with status 3, before it announced its desk\n.*stand-in: begun/s);
});

test("a program that says nothing is ended", async () => {
  await assert.rejects(start({ ...standIn("is-silent"), limit: 1_000 }), /announced no desk within 1 s\n.*begun/s);
});

test("a program that is not there is told", async () => {
  await assert.rejects(start({ program: "no/such/program" }), /no\/such\/program.*ENOENT/s);
});

test("an announcement is read once it is whole", () => {
  const whole = "left out: one story\ndesk http://127.0.0.1:4711/\nuser ana x-7\nuser rui y-8\n";
  const users = { ana: "x-7", rui: "y-8" };
  assert.deepEqual(announced(whole), { base: "http://127.0.0.1:4711", user: "ana", password: "x-7", users });
  for (let end = 0; end < whole.length; end += 1) assert.equal(announced(whole.slice(0, end)), null);
});

test("the lock names no server", async () => {
  assert.doesNotMatch(await readFile(new URL("package-lock.json", import.meta.url), "utf8"), /:\/\//);
});
