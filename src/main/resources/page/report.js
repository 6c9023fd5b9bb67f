"use strict";
/*
 * The report page: the flag in hand, its places in the text, the sheets of a decision. All flags are in the page.
 * data-flag="1 3"   row of the list, or number or words in the text: a click takes the first of these flags in hand
 * data-proof="1 3"  words in the text that these flags are compared with
 * data-only="3"     shown only while flag 3 is in hand
 * data-do="next"    a click runs this command
 * data-decision     form that stores a decision; the answer is the new column of flags, #main, and the new text
 */
(() => {
  // a key that was pressed before the eye saw the next flag is not meant for it
  const QUIET_MS = 300;
  // cannot be reached while a wording is written; the image can
  const BEHIND = ".bar, .patient, .notice, .text, .flagged, .keys";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const hide = (parts, hidden) => parts.forEach((part) => (part.hidden = hidden(part)));
  const current = () => one(".row[aria-current]");
  const hand = () => one(".hand:not([hidden])");
  const sheet = () => one("dialog.sheet[open]");
  let place = 0;
  let storing = false;
  let quietUntil = 0;
  let opener = null;
  let kept = {};

  function take(n) {
    for (const row of all(".row")) {
      row.ariaCurrent = row.dataset.flag === n ? "true" : null;
    }
    current().scrollIntoView({ block: "nearest" });
    hide(all("[data-only]"), (part) => part.dataset.only !== n);
    const belongs = (words) => words.split(" ").includes(n);
    all("mark[data-flag]").forEach((mark) => mark.classList.toggle("now", belongs(mark.dataset.flag)));
    for (const proof of all("[data-proof]")) {
      const framed = proof.classList.toggle("proof", belongs(proof.dataset.proof));
      hide(all(".vh", proof), () => !framed);
    }
    place = 0;
    show(places()[0]);
  }

  function step(by) {
    const rows = all(".row");
    const row = rows[rows.indexOf(current()) + by];
    if (row) {
      take(row.dataset.flag);
    }
  }

  /** Of the flag in hand: the flagged words, then those that they are compared with. */
  function places() {
    const n = current().dataset.flag;
    return all(`.report .no[data-flag="${n}"]`).concat(all(`.report [data-proof~="${n}"]`));
  }

  function inView(part) {
    const pane = part.closest(".scroll").getBoundingClientRect();
    const at = part.getBoundingClientRect();
    return at.top >= pane.top && at.bottom <= pane.bottom;
  }

  function show(part) {
    if (part && !inView(part)) {
      part.scrollIntoView({ block: "center" });
    }
    offer();
  }

  /** The line under the text says that all places are in view, or offers to go there. */
  function offer() {
    const near = !current() || places().every(inView);
    hide(all("[data-near]"), () => !near);
    hide(all("[data-far]"), () => near);
  }

  function open(dialog, first) {
    opener = document.activeElement;
    dialog.show();
    first.focus();
  }

  function close() {
    const closing = sheet();
    const back = closing?.contains(document.activeElement);
    all(BEHIND).forEach((part) => (part.inert = false));
    closing?.close();
    if (back) {
      opener.focus();
    }
  }

  const changed = (own) => ![own.defaultValue.trim(), ""].includes(own.value.trim());

  const commands = {
    next: () => step(1),
    previous: () => step(-1),
    large: () => document.body.classList.toggle("big"),
    close,
    other() {
      place = (place + 1) % places().length;
      show(places()[place]);
    },
    anew() {
      hide(all(".outcome, .decide", hand()), (part) => part.matches(".outcome"));
      one(".decide button", hand()).focus();
    },
    dismiss() {
      const dialog = one("dialog.dismiss");
      one("[data-number]", dialog).textContent = current().dataset.flag;
      for (const form of all("form", dialog)) {
        form.reset();
        form.hidden = form.matches("[data-note]");
        form.elements.problem.value = one("[name=problem]", hand()).value;
        form.elements.newest.value = one("[name=newest]", hand()).value;
      }
      open(dialog, one("button", dialog));
    },
    note(button) {
      const form = one("[data-note]", sheet());
      one("[data-chosen]", form).textContent = button.dataset.key;
      form.elements.reason.value = button.value;
      form.hidden = false;
      form.elements.text.focus();
      button.form.hidden = true;
    },
    reword() {
      const dialog = one("dialog.reword");
      dialog.replaceChildren(one("template", hand()).content.cloneNode(true));
      htmx.process(dialog);
      const own = one("textarea", dialog);
      open(dialog, own);
      own.setSelectionRange(own.value.length, own.value.length);
      all(BEHIND).forEach((part) => (part.inert = true));
    },
    /** Leaves a sheet; a wording that was begun is not lost without a question. */
    back() {
      const own = one("textarea", sheet());
      const ask = one("[data-ask]", sheet());
      if (!own || (ask.hidden && own.value === own.defaultValue)) {
        close();
      } else {
        ask.hidden = !ask.hidden;
        (ask.hidden ? own : one("button", ask)).focus();
      }
    },
  };

  document.addEventListener("click", (e) => {
    const at = e.target.closest("[data-flag], [data-do]");
    if (at?.dataset.flag && getSelection().isCollapsed) {
      take(at.dataset.flag.split(" ")[0]);
    } else if (Object.hasOwn(commands, at?.dataset.do)) {
      commands[at.dataset.do](at);
    }
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && sheet()) {
      commands.back();
    } else if (e.key === "Enter" && e.ctrlKey && !e.repeat && e.target.matches(".reword textarea")) {
      e.target.form.requestSubmit();
    }
  });
  document.addEventListener("input", (e) => {
    if (e.target.matches(".reword textarea")) {
      one(".main", sheet()).ariaDisabled = String(!changed(e.target));
      one("[data-unchanged]", sheet()).hidden = changed(e.target);
    } else if (sheet()) {
      one("[data-count]", sheet()).textContent = e.target.value.length;
    }
  });
  document.addEventListener("focusout", (e) => {
    if (sheet()?.matches(".dismiss") && !storing && document.hasFocus() && !sheet().contains(e.relatedTarget)) {
      close();
    }
  });

  const decision = (e) => e.target.matches("[data-decision]");
  // in the capturing phase, before htmx hears of it
  document.addEventListener("submit", (e) => {
    const own = one("textarea", e.target);
    if (decision(e) && (storing || performance.now() < quietUntil || (own && !changed(own)))) {
      e.preventDefault();
      e.stopPropagation();
    } else {
      storing ||= decision(e);
    }
  }, true);
  document.addEventListener("htmx:beforeSwap", () => {
    kept = { top: one(".list")?.scrollTop, key: document.activeElement.closest("#main [data-key]")?.dataset.key };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (storing && current()) {
      quietUntil = performance.now() + QUIET_MS;
      storing = false;
      close();
      one(".list").scrollTop = kept.top;
      take(current().dataset.flag);
      one(`[data-key="${kept.key}"]`, hand())?.focus();
      one("#told").textContent = one("[data-told]").textContent;
    }
  });
  document.addEventListener("htmx:afterRequest", (e) => {
    if (decision(e) && !e.detail.successful) {
      const status = e.detail.xhr.status;
      storing = false;
      hide(all("[data-failed]"), (part) => (part.dataset.failed === "refused") !== (status > 399 && status < 500));
      hide(all("[data-told]"), () => true);
    }
  });
  one(".scroll")?.addEventListener("scroll", offer, { passive: true });
  if (current()) {
    take(current().dataset.flag);
  }
})();
