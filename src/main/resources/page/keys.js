// Single keys: an element with data-key="a" is clicked by the key a. Unknown keys do nothing.
"use strict";
(() => {
  const FIELDS = "input, textarea, select, [contenteditable]";
  const ACTS = `${FIELDS}, a, button, summary`; // they use Enter and the space bar themselves
  const OWN = ["Enter", " "];
  const usable = (element) => element.getClientRects().length > 0 && !element.disabled &&
    element.getAttribute("aria-disabled") !== "true" && !element.closest("[inert], [hidden]");

  // a sheet that is open has the keys alone
  const scope = () => document.querySelector("dialog[open]") || document;

  const pressed = (event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const menu = event.key === "Escape" && scope().querySelector(".menu[open]");
    if (menu) {
      menu.open = false;
      return menu.firstElementChild.focus();
    }
    if (document.body.dataset.shortcuts === "off") return;
    if (event.target instanceof Element && event.target.closest(OWN.includes(event.key) ? ACTS : FIELDS)) return;
    const meant = (element) => element.dataset.key === event.key && usable(element);
    const element = [...scope().querySelectorAll("[data-key]")].find(meant);
    if (!element) return;
    event.preventDefault();
    if (element.matches("summary")) element.focus();
    element.click();
  };

  document.addEventListener("keydown", pressed);
  // the list of keys lies over the page
  document.addEventListener("htmx:afterSwap", (event) => event.target.id === "help" && event.target.showModal());
})();
