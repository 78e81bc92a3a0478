// A person's days at the desk, on the samples: simulator and worker go on beside it.
import assert from "node:assert/strict";

import { axe, signIn, walks } from "./harness/index.mjs";

const walk = walks();

/** Opens the case of a shipment by the search box. */
async function openCase(page, shipment) {
  await page.goto(`/casos?q=${shipment}`);
  await page.getByRole("main").getByRole("link", { name: shipment }).first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Reads a case again and again until it is there: the worker needs a moment. */
async function until(page, path, text) {
  for (let tries = 0; tries < 60; tries += 1) {
    await page.goto(path);
    if (await page.getByRole("main").getByText(text).first().isVisible()) return;
    await page.waitForTimeout(250);
  }
  assert.fail(`${path} never said ${text}\n${await page.getByRole("main").innerText()}`);
}

walk("an unknown SKU is corrected, weighed, sent on and accepted", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.getByRole("main").getByRole("link", { name: /SKU|produto/i }).first().waitFor();
  await openCase(page, "FBA15K0024");
  const at = page.url();
  await page.getByRole("link", { name: "Corrigir dados" }).click();
  await page.getByLabel(/SKU do item 1/).fill("SKU-001");
  await page.getByLabel("Motivo", { exact: true }).fill("SKU trocado no cadastro");
  await page.getByRole("button", { name: "Conferir antes de gravar" }).click();
  await page.getByText("Com isto a nota pode ser montada.").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Gravar e enviar adiante" }).click();
  await page.getByText("Gravado.").waitFor();
  await until(page, at, /aceit/i);
});

walk("a note that Amazon refused is issued anew, with a second person", async ({ desk, page }) => {
  await signIn(page, desk);
  await openCase(page, "FBA15K0601");
  const at = page.url();
  await page.getByText("Cancelar na SEFAZ e emitir de novo, com outro número").first().click();
  await page.getByLabel(/Justificativa que vai/).first().fill("Nota recusada pela Amazon, emitir outra");
  await page.getByRole("button", { name: "Cancelar na SEFAZ e emitir de novo, com outro número" }).click();
  await page.getByText("Pedido gravado").waitFor();

  const second = await desk.page();
  const [, approver] = Object.entries(desk.users);
  await signIn(second, { user: approver[0], password: approver[1] });
  await second.getByRole("link", { name: "Aprovações" }).click();
  assert.deepEqual(await axe(second), []);
  await second.getByLabel("Motivo").first().fill("conferido");
  await second.getByRole("button", { name: "Aprovar e fazer" }).first().click();
  await second.getByText("aprovado").first().waitFor();
  await until(page, at, /aceit/i);
});

walk("a case is discarded with its reason, by two", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.goto("/casos?state=held&code=address.city_unknown");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  const at = page.url();
  await page.getByText("Descartar o caso").first().click();
  await page.getByLabel("Motivo do descarte").selectOption("emitida_fora");
  await page.locator("#discard-why").fill("NF 4711 emitida pelo ERP");
  await page.getByRole("button", { name: "Descartar o caso" }).click();
  await page.getByText("Pedido gravado").waitFor();
  const second = await desk.page();
  const [, approver] = Object.entries(desk.users);
  await signIn(second, { user: approver[0], password: approver[1] });
  await second.goto("/aprovacoes");
  await second.getByLabel("Motivo").first().fill("conferido");
  await second.getByRole("button", { name: "Aprovar e fazer" }).first().click();
  await until(page, at, "encerrado por uma pessoa");
});

walk("the other language is one click away, and stays", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: "Causes" }).waitFor();
  await page.goto("/casos");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByRole("button", { name: "Português" }).click();
  await page.getByRole("link", { name: "Causas" }).waitFor();
});

walk("the whole desk by keyboard alone", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  const focused = () => page.evaluate(() => document.activeElement?.tagName);
  assert.equal(await focused(), "A");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/causa\?/);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/caso\//);
  await page.keyboard.press("r");
  assert.equal(await focused(), "BUTTON");
  await page.keyboard.press("g");
  await page.waitForURL(/\/$/);
});

for (const scripts of [true, false]) {
  walk(`no page has a fault of level A or AA, ${scripts ? "with" : "without"} script`, async ({ desk, page }) => {
    await signIn(page, desk);
    const paths = ["/", "/casos", "/casos?state=held", "/aprovacoes", "/auditoria", "/usuarios", "/meu-acesso", "/regras", "/lotes"];
    for (const path of paths) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200, path);
      assert.deepEqual(await axe(page), [], path);
    }
    await page.goto("/");
    await page.getByRole("main").getByRole("table").first().getByRole("link").first().click();
    assert.deepEqual(await axe(page), [], page.url());
    await openCase(page, "FBA15K0024");
    assert.deepEqual(await axe(page), [], page.url());
  }, { page: { javaScriptEnabled: scripts } });
}
