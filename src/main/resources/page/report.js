"use strict";
/*
 * The report page: the flag in hand, its places in the text, the sheets of a decision. All flags are in the page.
 * data-flag="3"     row of the list, or number in the text: a click takes flag 3 in hand
 * data-flags="1 3"  words in the text that belong to these flags; data-proofs: that they are compared with
 * data-only="3"     shown only while flag 3 is in hand
 * data-do="next"    a click runs this command
 * data-decision     form that stores a decision; the answer is the new column of flags, #main, and the new text
 */
(() => {
  // a key that was pressed before the eye saw the next flag is not meant for it
  const QUIET_MS = 300;
  const ASKS = ["dismiss", "leave", "reword", "same"];
  // cannot be reached while a wording is written; the image can
  const BEHIND = ".bar, .patient, .notice, .text, .flagged, .keys";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const hide = (parts, hidden) => parts.forEach((part) => (part.hidden = hidden(part)));
  const current = () => one(".row[aria-current]");
  const hand = () => one(".hand:not([hidden])");
  const sheet = () => one("dialog.sheet[open]");
  const step = (by) => take((one(`.row[data-flag="${+current().dataset.flag + by}"]`) || current()).dataset.flag);
  const column = matchMedia("(max-width: 760px)");
  let [place, storing, quietUntil, opener, told] = [0, false, 0, null, ""];

  /** Says why the last key was not stored; without a reason, what is decided again. */
  function say(why) {
    hide(all("[data-failed]"), (part) => part.dataset.failed !== why);
    hide(all("[data-told]"), () => why !== undefined);
  }

  /** Whether a key about the flag in hand is refused, because the last one is not answered or not seen yet. */
  function early() {
    const refused = storing || performance.now() < quietUntil;
    if (refused) say("early");
    return refused;
  }

  function take(n) {
    say();
    close();
    all(".row").forEach((row) => (row.ariaCurrent = row.dataset.flag === n ? "true" : null));
    current().scrollIntoView({ block: "nearest" });
    hide(all("[data-only]"), (part) => part.dataset.only !== n);
    const belongs = (flags) => flags.split(" ").includes(n);
    all("mark[data-flags]").forEach((mark) => mark.classList.toggle("now", belongs(mark.dataset.flags)));
    all("[data-proofs]").forEach((words) => words.classList.toggle("proof", belongs(words.dataset.proofs)));
    place = 0;
    show(places()[0]);
    chart();
    document.dispatchEvent(new CustomEvent("flag", { detail: n }));
  }

  /** The map at the edge has a tick for each place, as high as its words are in the text. */
  function chart() {
    const y = (words) => (words.offsetTop / one(".scroll").scrollHeight) * 100;
    const tick = (words) => `<rect class="${words.className} ${words.dataset.label}" y="${y(words)}%"/>`;
    one(".map").innerHTML = all(".report :is([data-flags], .proof)").map(tick).join("");
  }

  /** Of the flag in hand: the flagged words, then those that they are compared with. */
  function places() {
    const n = current().dataset.flag;
    return all(`.report .no[data-flag="${n}"]`).concat(all(`.report [data-proofs~="${n}"]`));
  }

  function inView(part) {
    const [at, pane] = [part, part.closest(".scroll")].map((box) => box.getBoundingClientRect());
    return at.top >= pane.top && at.bottom <= pane.bottom;
  }

  function show(part) {
    const words = part?.closest("mark, [data-proofs]");
    all(".report .here").forEach((other) => other.classList.toggle("here", other === words));
    words?.classList.add("here");
    if (part && !inView(part)) part.scrollIntoView({ block: "center" });
    offer();
  }

  /** The line under the text offers to go to a place that is out of view. */
  const offer = () => hide(all("[data-far]"), () => places().every(inView));

  function open(dialog, first) {
    opener = document.activeElement;
    dialog.show();
    first.focus();
  }

  /** Opens a sheet that asks about the flag in hand. */
  function ask(dialog) {
    one("[data-number]", dialog).textContent = current().dataset.flag;
    for (const form of all("form", dialog)) {
      form.reset();
      form.hidden = form.matches("[data-note]");
      ["problem", "also", "newest"].forEach((name) => (form.elements[name].value = one(`[name=${name}]`, hand()).value));
    }
    open(dialog, one("button, input:not([type=hidden])", dialog));
  }

  function close() {
    const closing = sheet();
    const back = closing?.contains(document.activeElement);
    all(BEHIND).forEach((part) => (part.inert = false));
    closing?.close();
    if (!back) return;
    // a field keeps the focus until the next frame, and would take the next key
    document.activeElement.blur();
    opener.focus();
  }

  /** In one column the flags stand before the text, and the reason before the list: for the eye, the ear and Tab. */
  function arrange() {
    const [text, flagged, list, hands] = [one(".text"), one(".flagged"), one(".list"), all(".hand")];
    if (!flagged) return;
    column.matches ? text.before(flagged) : text.after(flagged);
    column.matches ? hands.at(-1)?.after(list) : hands[0]?.before(list);
  }

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
    same: () => open(one("dialog.same"), one("dialog.same button")),
    dismiss: () => ask(one("dialog.dismiss:not(.leave)")),
    leave: () => ask(one("dialog.leave")),
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
      const [own, ask] = [one("textarea", sheet()), one("[data-ask]", sheet())];
      if (!own || (ask.hidden && own.value === own.defaultValue)) return close();
      ask.hidden = !ask.hidden;
      (ask.hidden ? own : one("button", ask)).focus();
    },
  };

  const on = (event, listener, capture) => document.addEventListener(event, listener, capture);
  const decides = (e) => e.target.matches("[data-decision]");
  on("click", (e) => {
    const at = e.target.closest("[data-flag], [data-flags], [data-do]");
    const flag = at?.dataset.flag || (getSelection().isCollapsed && at?.dataset.flags?.split(" ")[0]);
    if (flag) take(flag);
    const command = at?.dataset.do;
    if (Object.hasOwn(commands, command) && !(ASKS.includes(command) && early())) commands[command](at);
  });
  on("keydown", (e) => {
    if (e.key === "Escape" && sheet()) commands.back();
    if (e.key === "Enter" && e.ctrlKey && e.target.matches(".reword textarea")) one(".main", e.target.form).click();
  });
  on("input", ({ target: own }) => {
    if (own.id === "own") one(".main", own.form).disabled = [own.defaultValue.trim(), ""].includes(own.value.trim());
  });
  on("focusout", (e) => {
    const leaves = sheet()?.matches(".dismiss, .same") && document.hasFocus() && !sheet().contains(e.relatedTarget);
    // the log-in that takes the page's place (session.js) closes nothing
    if (leaves && !storing && !document.body.matches(".out")) close();
  });
  // in the capturing phase, before htmx hears of it
  on("submit", (e) => {
    if (!decides(e)) return;
    // a slip is undone at once, so an undo is early only while the slip itself is not stored
    const undo = e.target.elements.undoes;
    if (undo && !storing ? false : early()) {
      e.stopPropagation();
      return e.preventDefault();
    }
    const key = document.activeElement.closest("#main [data-key]")?.dataset.key;
    storing = { top: one(".list").scrollTop, key, quiet: undo ? 0 : QUIET_MS };
  }, true);
  on("htmx:afterSettle", (e) => {
    if (!storing || !current() || e.target.id !== "main") return;
    one("#changed").replaceChildren();
    told = "";
    if (column.matches) arrange();
    const { top, key, quiet } = storing;
    [storing, quietUntil] = [false, performance.now() + quiet];
    one(".list").scrollTop = top;
    take(current().dataset.flag);
    one(`[role=alert] .button, [data-key="${key}"]`, hand())?.focus();
    one("#told").textContent = one("[data-told]").textContent;
  });
  // what has changed is said once, and again only in other words
  on("htmx:beforeSwap", (e) => {
    if (e.detail.target.id !== "changed") return;
    e.detail.shouldSwap = e.detail.shouldSwap && e.detail.serverResponse !== told;
    told = e.detail.serverResponse;
  });
  on("htmx:afterRequest", (e) => {
    if (!decides(e) || e.detail.successful) return;
    const { xhr } = e.detail;
    const ended = ["HX-Redirect", "HX-Refresh"].some((header) => xhr.getResponseHeader(header));
    const refused = xhr.status > 399 && xhr.status < 500;
    storing = false;
    say(ended ? "ended" : refused ? "refused" : "silent");
  });
  /** A page of flags has come, with the document or later (check.js). */
  function begin() {
    if (column.matches) arrange();
    if (!current()) return;
    one(".scroll").addEventListener("scroll", offer, { passive: true });
    take(current().dataset.flag);
  }
  column.addEventListener("change", arrange);
  addEventListener("resize", () => current() && chart());
  on("flags", begin);
  begin();
})();
