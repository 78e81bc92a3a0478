// The pictures of the desk: home, a cause, a case, a request for a second person.
import { closeBrowser, start } from "./harness/desk.mjs";
import { shoot } from "./harness/pictures.mjs";
import { signIn } from "./harness/sign-in.mjs";

const [folder] = process.argv.slice(2);

/** A case that shows much: its product is in no file. */
const SHIPMENT = "FBA15K0024";

/** How a person gets from home to each page. */
const VIEWS = {
  home: async () => {},
  cause: (page) => page.getByRole("main").getByRole("link", { name: "Produto fora do cadastro" }).click(),
  case: async (page) => {
    await page.goto(`/casos?q=${SHIPMENT}`);
    await page.getByRole("main").getByRole("link", { name: SHIPMENT }).first().click();
    await page.getByRole("heading", { level: 1, name: new RegExp(SHIPMENT) }).waitFor();
  },
  approval: (page) => page.goto("/aprovacoes"),
};

/** Something for another person to decide. */
async function ask(desk) {
  const page = await desk.page();
  const [, [user, password]] = Object.entries(desk.users);
  await signIn(page, { user, password });
  await VIEWS.case(page);
  await page.getByText("Descartar o caso").first().click();
  await page.getByLabel("Motivo do descarte").selectOption("emitida_fora");
  await page.locator("#discard-why").fill("NF 4711 emitida pelo ERP");
  await page.getByRole("button", { name: "Descartar o caso" }).click();
  await page.getByText("Pedido gravado").waitFor();
  await page.context().close();
}

const desk = await start();
try {
  await ask(desk);
  for (const file of await shoot(desk, VIEWS, folder)) console.log(file);
} finally {
  await closeBrowser();
  await desk.stop();
}
