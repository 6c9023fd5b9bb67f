"use strict";
/*
 * The log-in of the person at the page. It tells the server whether the person is still there, so that a session in use
 * does not end. When it has ended, the page is left. Only if words stand in it that are not stored yet, the page is
 * hidden, and the log-in takes its place: the words stay in the memory of this page alone, for ten minutes and for the
 * same person. Nothing is stored in the browser.
 * data-words  this part has such words, though no field has changed
 */
(() => {
  const LOOK_MS = 60_000;
  const KEEP_MS = 600_000;
  const FIELDS = "textarea, input[type=text]";
  const OK = 200;
  const NOTHING = 204;
  const ABSENT = 401;
  const REFUSED = 403;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (event, listener, capture) => document.addEventListener(event, listener, capture);
  const shows = (part) => part.getClientRects().length > 0;
  const written = (field) => field.value !== field.defaultValue && field.value.trim() !== "" && shows(field);
  const words = (within = document) => all(FIELDS, within).some(written) ||
    all("[data-words]").some((part) => within.contains(part) && shows(part));
  const { user } = document.body.dataset;
  // kept: the page while the log-in stands in its place
  let [active, kept, passing] = [false, null, null];

  /** The page anew, for whoever is logged in then: its words are gone. */
  function leave() {
    if (kept) document.body.replaceChildren();
    location.replace(location.pathname + location.search);
  }

  /** Asks who is logged in. True if it is the person of this page, whose words go on. */
  async function look() {
    const headers = active ? { "X-Active": "1" } : {};
    active = false;
    const answer = await fetch("/session", { headers }).catch(() => ({}));
    if (answer.status === ABSENT) await absent();
    if (answer.status !== OK) return false;
    const now = await answer.json();
    if (now.user !== user || (kept && Date.now() > kept.until)) {
      leave();
      return false;
    }
    renew(document, now.token);
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-Token": now.token }));
    restore();
    return true;
  }

  /** The forms of the page belong to the new session. */
  function renew(part, token) {
    all("[name=token]", part).forEach((field) => (field.value = token));
    all("template", part).forEach((template) => renew(template.content, token));
  }

  async function absent() {
    if (kept) return;
    if (!words()) return leave();
    // a redirect says that somebody has logged in meanwhile: the next look will see who
    const answer = await fetch("/login?over=1", { redirect: "manual" }).catch(() => ({}));
    if (answer.ok && !kept) cover(await answer.text());
  }

  /** The log-in of an answer; nothing if it has none. */
  function loginOf(html) {
    const login = new DOMParser().parseFromString(html, "text/html").querySelector("main.alone");
    all("[data-person]", login ?? document).forEach((name) => (name.textContent = user));
    return login;
  }

  function cover(html) {
    const [focus, title, login] = [document.activeElement, document.title, loginOf(html)];
    all("dialog:modal").forEach((dialog) => dialog.close());
    document.body.classList.add("out");
    const hidden = [...document.body.children].filter((part) => !part.hidden);
    hidden.forEach((part) => (part.hidden = true));
    document.title = "Logged out";
    document.body.append(login);
    kept = { login, hidden, focus, title, until: Date.now() + KEEP_MS, end: setTimeout(leave, KEEP_MS) };
    login.querySelector("[name=user]").focus();
  }

  function restore() {
    if (!kept) return;
    const { login, hidden, focus, title, end } = kept;
    clearTimeout(end);
    login.remove();
    hidden.forEach((part) => (part.hidden = false));
    document.body.classList.remove("out");
    document.title = title;
    focus.focus();
    kept = null;
  }

  async function logIn(fields) {
    const [button, silent] = [".main", "[data-silent]"].map((part) => kept.login.querySelector(part));
    button.disabled = true;
    const answer = await fetch("/login", {
      method: "POST",
      // the answer is no page to follow
      headers: { "HX-Request": "true" },
      body: new URLSearchParams(new FormData(fields)),
    }).catch(() => ({}));
    if (answer.status === NOTHING && (await look())) return;
    const again = answer.status > NOTHING && loginOf(await answer.text());
    [button.disabled, silent.hidden] = [false, false];
    if (!again) return;
    kept.login.replaceWith(again);
    kept.login = again;
    again.querySelector("[name=user]").focus();
  }

  /** A form that the browser sends itself leaves the page, so the log-in is looked at before. */
  async function send(form, button) {
    if (await look()) {
      passing = form;
      form.requestSubmit(button);
      passing = null;
    } else if (!kept) {
      form.querySelector("[data-unsent]")?.remove();
      form.insertAdjacentHTML("afterbegin",
        '<p class="word wrong" role="alert" data-unsent>Not stored: the server did not answer. Try again.</p>');
    }
  }

  const byHtmx = (form) => form.hasAttribute("hx-post") && !all("[type=file]", form).some((field) => field.files.length);
  on("submit", (e) => {
    const over = kept?.login.contains(e.target);
    if (!over && (e.target === passing || byHtmx(e.target) || !words(e.target))) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    over ? logIn(e.target) : send(e.target, e.submitter);
  }, true);
  // htmx would leave the page, or load it anew
  on("htmx:beforeOnLoad", (e) => {
    const { xhr } = e.detail;
    const ended = xhr.getResponseHeader("HX-Redirect")?.startsWith("/login");
    if (!ended && !(xhr.status === REFUSED && xhr.getResponseHeader("HX-Refresh"))) return;
    e.preventDefault();
    look();
  });
  on("keydown", () => (active = true), true);
  on("pointerdown", () => (active = true), true);
  // a computer that slept, or another tab where somebody has logged in
  on("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", (e) => e.persisted && look());
  setInterval(look, LOOK_MS);
})();
