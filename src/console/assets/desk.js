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
      case "/": document.querySelector("[data-search]")?.focus(); break;
      case "r": document.querySelector("[data-resume]")?.focus(); break;
      case "g": location.assign("/"); break;
      case "?": if (keys && !keys.open) keys.showModal(); break;
      default: return;
    }
    event.preventDefault();
  });

  // Counts that go on by themselves: the same page is asked for again, and its live parts are put in.
  const EVERY_MS = 15_000;
  const live = () => [...document.querySelectorAll("[data-live]")];
  const renew = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = [...page.querySelectorAll("[data-live]")];
      live().forEach((part, at) => {
        // A part that somebody stands in is left as it is.
        if (fresh[at] && !part.contains(document.activeElement)) part.replaceWith(fresh[at]);
      });
    } catch {
      // The desk is away or the session has ended: what is shown stays, with its age.
    }
  };
  if (live().length > 0) setInterval(renew, EVERY_MS);
})();
