// Two hundred sales of a product that nobody knew: mended once, sent on together, at a pace.
import assert from "node:assert/strict";

import { axe, signIn, walks } from "./harness/index.mjs";

const walk = walks({ args: ["replay", "samples/unknown-sku", "--console", "--cases", "200"] });

const CAUSE = "/casos?state=held&code=product.unknown";

walk("two hundred are sent on at a pace, paused, and stopped", async ({ desk, page }) => {
  await signIn(page, desk);
  // The first one is mended, and the product kept for the others.
  await page.goto(CAUSE);
  await page.getByRole("main").getByRole("link", { name: /SIM0/ }).first().click();
  await page.getByRole("link", { name: "Corrigir dados" }).click();
  await page.getByLabel(/^NCM · /).fill("85183000");
  await page.getByLabel(/^Origem/).fill("0");
  await page.getByLabel(/^Unidade/).fill("UN");
  await page.getByLabel(/^Perfil/).selectOption({ index: 1 });
  await page.getByLabel("Motivo", { exact: true }).fill("produto novo");
  await page.getByLabel(/Guardar como regra/).check();
  await page.getByRole("button", { name: "Conferir antes de gravar" }).click();
  await page.getByText("Com isto a nota pode ser montada.").waitFor();
  await page.getByRole("button", { name: "Gravar e enviar adiante" }).click();
  await page.getByText("Gravado.").waitFor();
  await page.goto("/regras");
  await page.getByText("85183000").waitFor();

  // The others: more than fifty, so another person agrees first.
  await page.goto("/causa?stage=draft&code=product.unknown&field=ShipmentItems%5B%5D.SellerSKU");
  const form = page.locator("form[action='/lotes']").first();
  await form.getByLabel(/Motivo/).fill("produto cadastrado");
  await form.getByLabel(/minuto/).fill("6000");
  await form.getByRole("button").first().click();
  await page.getByText("Nada foi feito ainda.").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Pedir aprovação" }).click();
  await page.waitForURL(/\/lotes\/\d+/);
  const at = page.url().split("?")[0];
  const second = await desk.page();
  const [, [name, password]] = Object.entries(desk.users);
  await signIn(second, { user: name, password });
  await second.goto("/aprovacoes");
  await second.getByLabel("Motivo").first().fill("conferido");
  await second.getByRole("button", { name: "Aprovar e fazer" }).first().click();
  await second.getByText("aprovado").first().waitFor();

  await page.goto(at);
  await page.getByLabel("Motivo", { exact: true }).fill("almoço");
  await page.getByRole("button", { name: "Pausar" }).click();
  await page.getByText("pausado").first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel("Motivo", { exact: true }).fill("voltei");
  await page.getByRole("button", { name: "Continuar" }).click();
  await page.getByText("em andamento").first().waitFor();
  await page.getByLabel("Motivo", { exact: true }).fill("chega por hoje");
  await page.getByRole("button", { name: "Parar de vez" }).click();
  await page.getByText("parado").first().waitFor();
  assert.deepEqual(await axe(page), []);
}, { limit: 110_000 });

walk("what the filter shows leaves as a file that a spreadsheet reads", async ({ desk, page }) => {
  await signIn(page, desk);
  await page.goto("/casos");
  for (const kind of ["csv", "xlsx"]) {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: new RegExp(kind, "i") }).first().click(),
    ]);
    assert.match(file.suggestedFilename(), new RegExp(`\\.${kind}$`));
    assert.equal(await file.failure(), null);
  }
}, { page: { acceptDownloads: true } });
