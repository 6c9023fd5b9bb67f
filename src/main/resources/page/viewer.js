"use strict";
/*
 * The images beside a report, on a canvas: as the model was shown them, or the original with its stored values.
 * A position counts the frames of all images from 1. A part of the pane with data-if shows only in this view or state,
 * at this position, or where the model was shown the image (seen) or not (unseen).
 */
(() => {
  const [WORDS, PATIENCE_MS, MOVE, ZOOM, MOST_ZOOM] = [65536, 30000, 40, 1.25, 16];
  // of the wheel, in pixels of the page: a notch; of its three units, pixels, lines and pages
  const [NOTCH, UNITS, PAUSE_MS] = [100, [1, 100 / 3, 100], 250];
  // slices that are fetched before they are wanted, and how many images are kept; fewer and none of large ones
  const [AHEAD, KEPT, SMALL, FEW] = [[1, -1, 2, -2, 3, -3], 16, 4 << 20, 4];
  const FIELDS = "input, textarea, select, [contenteditable]";
  const pane = document.querySelector("[data-images]");
  const all = (selector) => [...pane.querySelectorAll(selector)];
  const each = (selector, name, value) => all(selector).forEach((part) => (part[name] = value(part.dataset)));
  const numbers = (text) => text.split(" ").filter(Boolean).map(Number);
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const frames = (count, i) => Array.from({ length: count }, (_, frame) => ({ number: i + 1, frame }));
  const asAtFirst = { window: null, inverted: false, zoom: 1, x: 0, y: 0 };
  const [box, canvas, slider] = all(".image, canvas, input");
  const seen = numbers(pane.dataset.seen);
  const named = new Map(pane.dataset.named.split(" ").map((pair) => pair.split(":")));
  const places = numbers(pane.dataset.frames).flatMap(frames);
  const [kept, changed, same] = [new Map(), new Map(), new Set()];
  let [view, image, busy, table, boxed] = [asAtFirst, {}, false, { digest: "" }, true];
  let turn = { at: -Infinity, way: 0, rest: 0 };
  let at = Number(pane.dataset.first);
  let mode = seen.includes(at) ? "model" : "original";

  /** There is no model's image of most slices of a stack. */
  const modeAt = (position, wanted = mode) => (seen.includes(position) ? wanted : "original");

  function address(position = at) {
    const { number, frame } = places[position - 1];
    const png = modeAt(position) === "model";
    const path = png ? `${number}.png` : `${number}/pixels`;
    return `${pane.dataset.images}${path}?frame=${frame}&run=${pane.dataset.run}`;
  }

  async function load(url) {
    const known = table;
    const png = url.includes(".png?");
    const asked = png ? url : `${url}&table=${known.digest}`;
    const reply = await fetch(asked, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // only the server knows that the archive is silent
    const other = { state: reply.status > 399 && reply.status < 500 ? "denied" : "unanswered" };
    const told = JSON.parse(reply.headers.get("X-Image") ?? JSON.stringify(other));
    const body = await reply.arrayBuffer();
    reply.status === 401 && location.reload();
    if (told.state !== "ready") return told;
    if (png) return { ...told, bitmap: await createImageBitmap(new Blob([body])), bytes: body.byteLength };
    const own = told.grey && told.grey.table !== known.digest;
    table = own ? tableOf(told.grey.table, body) : known;
    return { ...told, table, body: own ? body.slice(5 * WORDS) : body, bytes: body.byteLength };
  }

  /** What the words of a grey image mean, see PixelReply.java. The server sends it once. */
  function tableOf(digest, body) {
    const [levels, values] = [body.slice(0, WORDS), body.slice(WORDS, 5 * WORDS)];
    return { digest, levels: new Uint8Array(levels), values: new Float32Array(values) };
  }

  /** An image that is here or on its way; one that failed is asked for anew. */
  async function fetched(url) {
    const coming = kept.get(url) ?? load(url).catch(() => ({ state: "unanswered" }));
    kept.delete(url);
    kept.set(url, coming);
    [...kept.keys()].slice(0, image.bytes > SMALL ? -FEW : -KEPT).forEach((key) => kept.delete(key));
    const got = await coming;
    if (got.state !== "ready" && kept.get(url) === coming) kept.delete(url);
    return got;
  }

  /** Fetches the slices around the one that shows, until another one is wanted. */
  async function ahead() {
    const shown = address();
    for (const by of AHEAD) {
      if (busy || address() !== shown || image.state !== "ready" || image.bytes > SMALL) return;
      if (places[at + by - 1]) await fetched(address(at + by));
    }
  }

  /** Shows what is wanted; while an image is on its way, only the last wish counts. */
  async function show() {
    for (let url = null; !busy && url !== address(); ) {
      url = address();
      const place = { at, ...places[at - 1] };
      busy = true;
      const got = await fetched(url);
      busy = false;
      if (got.state === "changed") {
        changed.set(place.number, got.now);
        mode = at === place.at ? "original" : mode;
      } else {
        image = { ...got, ...place };
        if (got.bitmap) same.add(place.number);
        paint();
      }
    }
    ahead();
  }

  /** Of each word. A value that is padding is NaN, and becomes transparent. */
  function shades({ table: { levels, values }, grey }) {
    return Uint32Array.from(levels, (stored, word) => {
      const part = view.window && within((values[word] - view.window.center) / view.window.width + 0.5, 0, 1);
      const level = view.window ? Math.round(255 * (grey.inverse ? 1 - part : part)) : stored;
      return 0xff000000 + level * 0x10101;
    });
  }

  function draw({ width, height, bitmap, grey, body }) {
    const context = canvas.getContext("2d");
    [canvas.width, canvas.height] = [width, height];
    if (bitmap) return context.drawImage(bitmap, 0, 0);
    const shade = grey && shades(image);
    const colours = grey ? Uint32Array.from(new Uint16Array(body), (word) => shade[word]).buffer : body;
    context.putImageData(new ImageData(new Uint8ClampedArray(colours), width, height), 0, 0);
  }

  function paint() {
    const { state, grey, width, height, number } = image;
    const here = seen.includes(image.at);
    const marks = [mode, here ? "seen" : "unseen", state === "gone" && here ? "gone-seen" : state, String(image.at)];
    const parts = changed.has(number) ? [...marks, "changed"] : marks;
    const { width: w, center: c } = view.window ?? grey ?? {};
    const size = grey ? `W ${Math.round(w)} L ${Math.round(c)}`.replace("-", "−") : `${width} × ${height}`;
    const texts = { ...image, size: state === "ready" && size, now: changed.get(number) };
    each("[data-text]", "textContent", (part) => texts[part.text] || "");
    each("[data-if]", "hidden", (part) => !parts.includes(part.if));
    each("[data-view]", "ariaPressed", (part) => String(part.view === mode));
    each("[data-view=model]", "ariaDisabled", () => String(!seen.length || changed.has(number)));
    each("[data-window]", "ariaPressed", (part) => String(part.window === (view.window?.text ?? "")));
    each("input", "value", () => at);
    each("input", "ariaValueText", (part) => (here ? part.shown : part.unshown).replace("#", image.at));
    boxes();
    all("rect.at").forEach((tick) => tick.setAttribute("x", image.at - 1));
    if (state === "ready") {
      draw(image);
      change({});
    }
  }

  /** The model's boxes show only on an image that is known to be the one that the model saw. */
  function boxes() {
    const off = !boxed || image.state !== "ready" || !same.has(image.number) || changed.has(image.number);
    each("[data-boxes]", "hidden", () => off);
    each("[data-press=b]", "ariaPressed", () => String(boxed));
    all(".boxes svg").forEach((svg) => svg.setAttribute("viewBox", svg.dataset[image.bitmap ? "model" : "original"]));
  }

  function change(more) {
    view = { ...view, ...more };
    const scale = [1 / (image.aspect ?? 1), image.aspect ?? 1].map((part) => Math.min(1, part) * view.zoom);
    canvas.style.transform = `translate(${view.x}px, ${view.y}px) scale(${scale})`;
    all(".boxes svg").forEach((svg) => (svg.style.transform = canvas.style.transform));
    canvas.style.filter = view.inverted ? "invert(1)" : "";
  }

  const move = (x, y) => change({ x: view.x + x, y: view.y + y });
  const zoom = (steps) => change({ zoom: within(view.zoom * ZOOM ** steps, 1 / ZOOM, MOST_ZOOM) });

  function go(to, wanted = mode) {
    at = within(to, 1, places.length);
    mode = modeAt(at, wanted);
    show();
  }

  function look(wanted) {
    const [nearest] = seen.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at));
    go(wanted === "model" ? (nearest ?? at) : at, wanted);
  }

  function choose(text) {
    const [width, center] = text.split("/").map(Number);
    change({ window: text ? { text, width, center } : null });
    look("original");
  }

  function drag(e) {
    const held = box.hasPointerCapture(e.pointerId);
    if (held && image.grey && !e.shiftKey) {
      const { width, center } = view.window ?? image.grey;
      const by = image.grey.width / 200;
      const own = { text: "own", width: Math.max(by, width + e.movementX * by), center: center + e.movementY * by };
      change({ window: own });
      paint();
    } else if (held) {
      move(e.movementX, e.movementY);
    }
  }

  /**
   * By how many slices the wheel goes. Pixels are counted, because a trackpad sends many small turns for one notch of
   * a wheel. The first turn after a pause goes one slice at once.
   */
  function slices(pixels, time) {
    const begins = time - turn.at > PAUSE_MS;
    const way = Math.sign(pixels);
    const notches = (way === turn.way ? turn.rest : 0) + pixels / NOTCH;
    const gone = begins ? way : Math.trunc(notches);
    turn = { at: time, way, rest: begins ? 0 : notches - gone };
    return gone;
  }

  function wheel(e) {
    const pixels = e.deltaY * UNITS[e.deltaMode];
    if (pixels && (e.ctrlKey || places.length > 1)) {
      e.preventDefault();
      e.ctrlKey ? zoom(-pixels / NOTCH) : go(at + slices(pixels, e.timeStamp));
    }
  }

  const arrow = (x, y) => (e) => (e.shiftKey ? move(x * MOVE, y * MOVE) : go(at + x + y));
  const keys = {
    ArrowUp: arrow(0, -1),
    ArrowDown: arrow(0, 1),
    ArrowLeft: arrow(-1, 0),
    ArrowRight: arrow(1, 0),
    "[": () => go(seen.filter((position) => position < at).at(-1) ?? at),
    "]": () => go(seen.find((position) => position > at) ?? at),
    "+": () => zoom(1),
    "-": () => zoom(-1),
    i: () => change({ inverted: !view.inverted }),
    m: () => look(mode === "model" ? "original" : "model"),
    b: () => boxes((boxed = !boxed)),
    0: () => change(asAtFirst) ?? show(),
  };
  all("[data-window]").forEach((button, i) => (keys[i + 1] = () => button.click()));
  /** Outside the pane an arrow scrolls what has the focus, and the keys of an open sheet are its own. */
  function free(e) {
    const field = e.target instanceof Element && e.target.closest(FIELDS);
    const off = e.defaultPrevented || document.body.dataset.shortcuts === "off";
    return !off && !field && !document.querySelector("dialog[open]") && !e.key.startsWith("Arrow");
  }

  function press(e) {
    if (Object.hasOwn(keys, e.key) && !(e.ctrlKey || e.altKey || e.metaKey || e.target === slider)) {
      e.preventDefault();
      e.stopPropagation();
      keys[e.key](e);
    }
  }
  // a flag was taken in hand: the image that it names shows
  document.addEventListener("flag", ({ detail: flag }) => named.has(flag) && go(Number(named.get(flag))));
  pane.addEventListener("keydown", press);
  document.addEventListener("keydown", (e) => free(e) && press(e));
  each("[data-view]", "onclick", (part) => () => changed.has(image.number) || look(part.view));
  each("[data-window]", "onclick", (part) => () => choose(part.window));
  each("[data-press]", "onclick", (part) => (e) => keys[part.press](e));
  slider?.addEventListener("input", () => go(Number(slider.value)));
  box.addEventListener("pointerdown", (e) => box.setPointerCapture(e.pointerId));
  box.addEventListener("pointermove", drag);
  box.addEventListener("wheel", wheel, { passive: false });
  show();
})();
