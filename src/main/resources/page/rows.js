"use strict";
// Moves through the rows of a list, and opens the one in hand.
(() => {
  const rows = () => [...document.querySelectorAll("#rows tr.r")];
  const current = () => document.querySelector("#rows tr.now");
  const choose = (row) => rows().forEach((other) => other.classList.toggle("now", other === row));
  const move = (step) => rows()[rows().indexOf(current()) + step]?.querySelector("a").focus();
  const commands = { next: () => move(1), previous: () => move(-1), open: () => current()?.querySelector("a").click() };

  document.addEventListener("click", (e) => commands[e.target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("focusin", (e) => e.target.closest("#rows tr.r") && choose(e.target.closest("tr")));
  choose(rows()[0]);
})();
