// Keys for the desk. Everything here can be done without it.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const chosen = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");
  const choose = (at) => {
    const all = rows();
    if (all.length === 0) return;
    const next = Math.max(0, Math.min(all.length - 1, at));
    all.forEach((row, place) => {
      if (place === next) row.setAttribute("aria-selected", "true");
      else row.removeAttribute("aria-selected");
    });
    const link = all[next].querySelector("a");
    (link ?? all[next]).focus();
    all[next].scrollIntoView({ block: "nearest" });
  };
  const writing = (target) => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const keys = document.getElementById("keys");
    switch (event.key) {
      case "j": choose(chosen() + 1); break;
      case "k": choose(Math.max(0, chosen() - 1)); break;
      case "x": rows()[chosen()]?.querySelector("input[type=checkbox]")?.click(); break;
      case "/": document.querySelector("[data-search]")?.focus(); break;
      case "r": document.querySelector("[data-resume]")?.focus(); break;
      case "g": location.assign("/"); break;
      case "?": if (keys && !keys.open) keys.showModal(); break;
      default: return;
    }
    event.preventDefault();
  });
})();
