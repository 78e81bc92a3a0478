// The sign-in page as a person meets it: two labelled fields and Enter.

/**
 * @param {import("playwright-core").Page} page
 * @param {{ user: string, password: string }} who a desk, or a person of its own
 */
export async function signIn(page, { user, password }) {
  await page.goto("/");
  await page.getByLabel(/usuário|user/i).fill(user);
  await page.getByLabel(/senha|password/i).fill(password);
  await page.keyboard.press("Enter");
  // Signed in: the field is gone, whatever page came.
  await page.getByLabel(/senha|password/i).waitFor({ state: "detached" });
}
