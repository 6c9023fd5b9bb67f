"use strict";
/*
 * The page that checks a text. Form and flags take each other's place in <main>, so that the browser's history never
 * gets a text. The flags themselves are the business of report.js.
 */
(() => {
  const form = () => document.querySelector("form.draft");
  const TOO_LARGE = 413;

  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.ctrlKey && form()?.contains(e.target)) form().requestSubmit();
  });
  // the browser shows the steps of a model as they come; htmx would wait for the last one
  document.addEventListener(
    "submit",
    (e) => {
      if (e.target.elements.image?.files.length) e.stopImmediatePropagation();
    },
    true,
  );
  document.addEventListener("htmx:afterSettle", () => document.dispatchEvent(new Event("flags")));
  document.addEventListener("htmx:afterRequest", (e) => {
    if (!e.target.matches?.("form.draft") || e.detail.successful) return;
    const why = e.detail.xhr.status === TOO_LARGE ? "long" : "silent";
    form().querySelectorAll("[data-failed]").forEach((part) => (part.hidden = part.dataset.failed !== why));
  });
})();
