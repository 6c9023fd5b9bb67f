"use strict";
/*
 * The worklist: moves through the rows, and looks for changes every 10 seconds. Nothing moves while the page is used:
 * words change in place; new rows wait for the key "." or for a minute without a key and without the pointer.
 */
(() => {
  const LOOK_MS = 10_000;
  const IDLE_MS = 60_000;
  const at = (id, within = document) => within.getElementById(id);
  const rows = (within = document) => [...within.querySelectorAll("#rows > tr")];
  const current = () => rows().find((row) => row.classList.contains("now"));
  const choose = (row) => rows().forEach((other) => other.classList.toggle("now", other === row));
  const focus = (row) => row?.querySelector("a").focus();
  const wanted = Number(new URLSearchParams(location.search).get("rows")) || 50;
  let changed = false;
  let used = Date.now();
  let answered = new Date();

  function move(step) {
    const next = current() ? rows().indexOf(current()) + step : 0;
    focus(rows()[next]);
  }

  /** The list as it is now; null if nothing has changed since `seen`. */
  async function ask(count, seen) {
    const answer = await fetch(`/worklist/rows?rows=${count}&seen=${seen}`,
      { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LOOK_MS) });
    if (answer.headers.has("HX-Redirect") || answer.headers.has("HX-Refresh")) {
      location.reload(); // the session has ended, or another tab has changed the filters
    } else if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    const page = document.createElement("template");
    page.innerHTML = await answer.text();
    return answer.status === 200 ? page.content : null;
  }

  function changeInPlace(page) {
    const complete = at("list", page).dataset.complete === "true";
    for (const row of rows()) {
      const cells = at(row.id, page)?.cells;
      row.classList.toggle("left", !cells && complete);
      [...(cells ?? [])].forEach((cell, i) => {
        if (cell.textContent !== row.cells[i].textContent) {
          row.cells[i].replaceWith(cell.cloneNode(true));
        }
      });
    }
    // rows after the last one shown are not new: "more" brings them
    const all = rows(page);
    const end = at("list").dataset.complete === "true" ? all.length : all.findLastIndex((row) => at(row.id));
    const fresh = all.filter((row, i) => i < end && !at(row.id)).length;
    at("news").hidden = fresh === 0;
    at("news").firstElementChild.textContent = at("news").dataset[fresh === 1 ? "one" : "many"].replace("#", fresh);
    at("list").dataset.seen = at("list", page).dataset.seen;
  }

  function replace(page) {
    const row = current();
    const focused = row?.contains(document.activeElement);
    at("more").replaceWith(at("more", page));
    at("list").replaceWith(at("list", page));
    at("news").hidden = true;
    choose(row && at(row.id));
    if (focused) {
      focus(current());
    }
  }

  async function look(show) {
    const all = show || (changed && Date.now() - used > IDLE_MS);
    try {
      const page = await ask(wanted + (all || !rows().length ? 0 : 50), all ? "" : at("list").dataset.seen);
      answered = new Date();
      at("stale").hidden = true;
      if (page) {
        at("counts").textContent = at("counts", page).textContent;
        (all || !rows().length ? replace : changeInPlace)(page);
        changed = !all;
      }
    } catch {
      at("stale").querySelector("span").textContent = answered.toTimeString().slice(0, 5);
      at("stale").hidden = false;
    }
    at("counts").hidden = !at("stale").hidden;
  }

  function openFilters(shown) {
    at("filters").hidden = !shown;
    at("filter").ariaExpanded = String(shown);
    (shown ? at("filters").querySelector("select") : at("filter")).focus();
  }

  const commands = {
    next: () => move(1),
    previous: () => move(-1),
    show: () => look(true),
    search: () => at("search").select(),
    filters: () => openFilters(at("filters").hidden),
  };

  document.addEventListener("click", (e) => commands[e.target.closest("[data-do]")?.dataset.do]?.());
  document.addEventListener("focusin", (e) => e.target.matches("#rows a") && choose(e.target.closest("tr")));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && e.target.closest("#filters, #search")) {
      e.target.id === "search" ? e.target.blur() : openFilters(false);
    } else if (e.key === "Enter" && e.target.matches("#filters select")) {
      e.target.form.requestSubmit();
    }
  });
  for (const sign of ["keydown", "pointermove", "wheel"]) {
    document.addEventListener(sign, () => (used = Date.now()), { passive: true });
  }
  // back from a report: its row is in hand
  choose(at("r-" + document.referrer.split("/")[4]));
  setInterval(look, LOOK_MS);
})();
