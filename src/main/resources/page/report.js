"use strict";
/*
 * The report page: the flag in hand, its places in the text, the sheets of a decision. All flags are in the page.
 * data-flag="3"     row of the list or number in the text: a click takes flag 3 in hand (data-state: what was decided)
 * data-only="3"     shown only while flag 3 is in hand
 * data-flags="1 3"  part of the text that belongs to these flags; data-proofs: that they are compared with
 * data-do="next"    a click runs this command
 * data-decision     form that stores a decision; the answer is the new column of flags, #main
 */
(() => {
  // a key that was pressed before the eye saw the next flag is not meant for it
  const QUIET_MS = 300;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const lists = (words, word) => words.split(" ").includes(word);
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
    all("[data-flags]").forEach((part) => part.classList.toggle("now", lists(part.dataset.flags, n)));
    for (const proof of all("[data-proofs]")) {
      hide(all(".vh", proof), () => !proof.classList.toggle("proof", lists(proof.dataset.proofs, n)));
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
    return all(`.report .no[data-flag="${n}"]`).concat(all(`.report [data-proofs~="${n}"]`));
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

  /** The line under the text says whether all places are in view, or offers to go there. */
  function offer() {
    const near = !current() || places().every(inView);
    hide(all(".elsewhere [data-near]"), () => !near);
    hide(all(".elsewhere [data-far]"), () => near);
  }

  /** What the list says is decided looks decided in the text, too. */
  function showDecided() {
    const states = Object.fromEntries(all(".row").map((row) => [row.dataset.flag, row.dataset.state]));
    for (const mark of all("mark[data-flags]")) {
      mark.classList.toggle("decided", mark.dataset.flags.split(" ").every((n) => states[n]));
    }
    for (const no of all(".report .no[data-flag]")) {
      const state = states[no.dataset.flag];
      no.className = `no ${state ? "none" : no.dataset.label}`;
      one("span", no).textContent = (state ? "✓" : no.dataset.symbol) + no.dataset.flag;
      no.ariaLabel = no.dataset.spoken + (state ? `, ${state}:` : ":");
    }
  }

  function open(dialog, first) {
    opener = document.activeElement;
    dialog.show();
    first.focus();
  }

  function close() {
    const closing = sheet();
    all("[data-behind]").forEach((part) => (part.inert = false));
    const back = closing?.contains(document.activeElement);
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
        for (const name of ["problem", "newest"]) {
          form.elements[name].value = one(`[name=${name}]`, hand()).value;
        }
        form.hidden = form.matches("[data-note]");
      }
      open(dialog, one("button", dialog));
    },
    note(button) {
      const form = one("[data-note]", sheet());
      one("[data-key]", form.parentElement.querySelector("label")).textContent = button.dataset.key;
      form.elements.reason.value = button.value;
      form.hidden = false;
      form.elements.text.focus();
      button.form.hidden = true;
    },
    reword() {
      const dialog = one("dialog.reword");
      dialog.replaceChildren(one("template", hand()).content.cloneNode(true));
      htmx.process(dialog);
      open(dialog, one("textarea", dialog));
      document.activeElement.setSelectionRange(-1, -1);
      all("[data-behind]").forEach((part) => (part.inert = true));
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
    if (at?.dataset.flag) {
      take(at.dataset.flag);
    } else if (at && Object.hasOwn(commands, at.dataset.do)) {
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

  const decisive = (e) => e.target.matches("[data-decision]");
  const refuse = (e) => {
    const own = one("textarea", e.target);
    if (decisive(e) && (storing || performance.now() < quietUntil || (own && !changed(own)))) {
      e.preventDefault();
      e.stopPropagation();
    } else {
      storing ||= decisive(e);
    }
  };
  // before htmx hears of it
  document.addEventListener("submit", refuse, true);
  document.addEventListener("htmx:beforeSwap", () => {
    kept = { top: one(".list")?.scrollTop, key: document.activeElement.closest("#main [data-key]")?.dataset.key };
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (current()) {
      quietUntil = performance.now() + QUIET_MS;
      close();
      one(".list").scrollTop = kept.top;
      showDecided();
      take(current().dataset.flag);
      one(`[data-key="${kept.key}"]`, hand())?.focus();
    }
  });
  document.addEventListener("htmx:afterRequest", (e) => {
    storing &&= !decisive(e);
    if (decisive(e) && !e.detail.successful) {
      const why = e.detail.xhr.status >= 400 && e.detail.xhr.status < 500 ? "refused" : "silent";
      hide(all("[data-failed]"), (part) => part.dataset.failed !== why);
      hide(all("[data-told]"), () => true);
    }
  });
  one(".scroll")?.addEventListener("scroll", offer, { passive: true });
  if (current()) {
    take(current().dataset.flag);
  }
})();
