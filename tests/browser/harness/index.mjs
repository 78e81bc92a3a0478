// What a browser test needs. CONTRIBUTING.md shows one.
export { axe } from "./axe.mjs";
export { start } from "./desk.mjs";
export { LOOKS, shoot } from "./pictures.mjs";
export { signIn } from "./sign-in.mjs";
export { walks } from "./walk.mjs";
