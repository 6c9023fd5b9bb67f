"use strict";
/*
 * The worklist: moves through the rows, and looks for changes every 10 seconds. Nothing moves while the page is used:
 * words change in place; new rows wait for the key "." or for a minute without a key and without the pointer.
 */
(() => {
  const LOOK_MS = 10_000;
  const IDLE_MS = 60_000;
  const at = (id, page = document) => page.getElementById(id);
  const rows = (page = document) => [...page.querySelectorAll("#rows tr.r")];
  const complete = (page) => at("list", page).dataset.complete === "true";
  const current = () => document.querySelector("tr.now");
  const choose = (row) => rows().forEach((other) => other.classList.toggle("now", other === row));
  const focus = (row) => row && row.querySelector("a").focus();
  const move = (step) => focus(rows()[rows().indexOf(current()) + step]);
  const wanted = Number(new URLSearchParams(location.search).get("rows")) || 50;
  let [changed, used, answered] = [false, Date.now(), new Date()];

  /** The list as it is now; nothing if it has not changed since `seen`. */
  async function ask(count, seen) {
    const answer = await fetch(`/worklist/rows?rows=${count}&seen=${seen}`,
      { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LOOK_MS) });
    if (answer.headers.has("HX-Redirect") || answer.headers.has("HX-Refresh")) {
      location.reload(); // the session has ended, or another tab has changed the filters
    }
    const page = document.createElement("template");
    page.innerHTML = await answer.text();
    return { ok: answer.ok, page: answer.status === 200 && page.content };
  }

  function changeInPlace(page) {
    for (const row of rows()) {
      const cells = at(row.id, page)?.cells;
      row.classList.toggle("left", !cells && complete(page));
      [...row.cells].forEach((cell, i) => {
        if (cells && cell.textContent !== cells[i].textContent) {
          cell.replaceWith(cells[i].cloneNode(true));
        }
      });
    }
    // rows after the last one shown are not new: "more" brings them
    const end = complete() ? Infinity : rows(page).findLastIndex((row) => at(row.id));
    const fresh = rows(page).filter((row, i) => i < end && !at(row.id)).length;
    at("news").hidden = !fresh;
    at("news").firstElementChild.textContent = at("news").dataset[fresh === 1 ? "one" : "many"].replace("#", fresh);
    at("list").dataset.seen = at("list", page).dataset.seen;
  }

  function replace(page) {
    const row = current();
    const focused = at("list").contains(document.activeElement);
    ["more", "list"].forEach((id) => at(id).replaceWith(at(id, page)));
    at("news").hidden = true;
    choose((row && at(row.id)) || rows()[0]);
    if (focused) {
      (current()?.querySelector("a") || at("list").querySelector("[autofocus]"))?.focus();
    }
  }

  async function look(show) {
    const all = show || (changed && Date.now() - used > IDLE_MS);
    const anew = all || !rows().length;
    const { ok, page } = await ask(wanted + (anew ? 0 : 50), all ? "" : at("list").dataset.seen).catch(() => ({}));
    answered = ok ? new Date() : answered;
    at("stale").querySelector("span").textContent = answered.toTimeString().slice(0, 5);
    at("stale").hidden = ok;
    at("counts").hidden = !ok;
    if (page) {
      if (at("counts").textContent !== at("counts", page).textContent) {
        at("counts").textContent = at("counts", page).textContent; // a screen reader says it
      }
      page.querySelectorAll("b[id^=n-]").forEach((count) => (at(count.id).textContent = count.textContent));
      (anew ? replace : changeInPlace)(page);
      changed = !all;
    }
  }

  function filters() {
    at("filters").hidden = !at("filters").hidden;
    at("filter").ariaExpanded = String(!at("filters").hidden);
    (at("filters").hidden ? at("filter") : at("filters").querySelector("select")).focus();
  }

  const commands = { next: () => move(1), previous: () => move(-1), show: () => look(true), filters,
    search: () => at("search").select(), open: () => current()?.querySelector("a").click() };

  document.addEventListener("click", (e) => commands[e.target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("focusin", (e) => e.target.matches("#rows a") && choose(e.target.closest("tr")));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && e.target.closest("#filters, #search")) {
      e.target.id === "search" ? e.target.blur() : filters();
    } else if (e.key === "Enter" && e.target.matches("#filters select")) {
      e.target.form.requestSubmit();
    }
  });
  ["keydown", "pointermove", "wheel"].forEach((sign) => document.addEventListener(sign, () => (used = Date.now())));
  choose(rows()[0]);
  // the focus goes to the row of the report that the person comes from, or to the only one that a search finds
  focus(at(`r-${document.referrer.split(/[/?]/)[4]}`) || (at("search").value && rows().length === 1 && rows()[0]));
  setInterval(look, LOOK_MS);
})();
