import { closeBrowser, start } from "./harness/desk.mjs";
import { shoot } from "./harness/pictures.mjs";

const [folder] = process.argv.slice(2);

/** How a person gets from home to each page. */
const VIEWS = {
  home: async () => {},
  cause: (page) => page.getByRole("main").getByRole("table").first().getByRole("link").first().click(),
  case: async (page) => {
    await VIEWS.cause(page);
    await page.getByRole("main").getByRole("table").first().getByRole("link").first().click();
  },
  approval: (page) => page.getByRole("link", { name: /aprova/i }).first().click(),
};

const desk = await start();
try {
  for (const file of await shoot(desk, VIEWS, folder)) console.log(file);
} finally {
  await closeBrowser();
  await desk.stop();
}
