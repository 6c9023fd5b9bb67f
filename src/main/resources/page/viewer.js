"use strict";
/*
 * The images beside a report, on a canvas: as the model was shown them, or the original with its stored values.
 * A position counts the frames of all images from 1. A part of the pane with data-if shows only in this view or state,
 * at this position, or where the model was shown the image (seen) or not (unseen).
 */
(() => {
  const [WORDS, KEPT, PATIENCE_MS, MOVE, ZOOM, MOST_ZOOM] = [65536, 8, 30000, 40, 1.25, 16];
  const pane = document.querySelector("[data-images]");
  const all = (selector) => [...pane.querySelectorAll(selector)];
  const each = (selector, name, value) => all(selector).forEach((part) => (part[name] = value(part.dataset)));
  const numbers = (text) => text.split(" ").filter(Boolean).map(Number);
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const frames = (count, i) => Array.from({ length: count }, (_, frame) => ({ number: i + 1, frame }));
  const asAtFirst = { window: null, inverted: false, zoom: 1, x: 0, y: 0 };
  const [box, canvas, slider] = all(".image, canvas, input");
  const seen = numbers(pane.dataset.seen);
  const places = numbers(pane.dataset.frames).flatMap(frames);
  const [kept, changed] = [new Map(), new Map()];
  let [view, image, busy] = [asAtFirst, {}, false];
  let at = Number(pane.dataset.first);
  let mode = seen.length ? "model" : "original";

  function address() {
    const { number, frame } = places[at - 1];
    const path = mode === "model" ? `${number}.png?` : `${number}/pixels?frame=${frame}&`;
    return `${pane.dataset.images}${path}run=${pane.dataset.run}`;
  }

  async function load(url) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // only the server knows that the archive is silent
    const other = { state: reply.status > 399 && reply.status < 500 ? "denied" : "unanswered" };
    const told = JSON.parse(reply.headers.get("X-Image") ?? JSON.stringify(other));
    const body = await reply.arrayBuffer();
    reply.status === 401 && location.reload();
    const file = told.state === "ready" && url.includes(".png?");
    return { ...told, body, bitmap: file && (await createImageBitmap(new Blob([body]))) };
  }

  /** Shows what is wanted; while an image is on its way, only the last wish counts. */
  async function show() {
    for (let url = null; !busy && url !== address(); ) {
      url = address();
      const place = { at, ...places[at - 1] };
      busy = true;
      const got = kept.get(url) ?? (await load(url).catch(() => ({ state: "unanswered" })));
      busy = false;
      if (got.state === "changed") {
        changed.set(place.number, got.now);
        mode = at === place.at ? "original" : mode;
      } else {
        image = { ...got, ...place };
        paint();
      }
      if (got.state === "ready") {
        kept.set(url, got);
        [...kept.keys()].slice(0, -KEPT).forEach((key) => kept.delete(key));
      }
    }
  }

  /** Of each word. A value that is padding is NaN, and becomes transparent. */
  function shades({ body, grey }) {
    const [levels, values] = [new Uint8Array(body, 0, WORDS), new Float32Array(body, WORDS, WORDS)];
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
    const table = grey && shades(image);
    const colours = grey ? Uint32Array.from(new Uint16Array(body, 5 * WORDS), (word) => table[word]).buffer : body;
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
    all("rect.at").forEach((tick) => tick.setAttribute("x", image.at - 1));
    if (state === "ready") {
      draw(image);
      change({});
    }
  }

  function change(more) {
    view = { ...view, ...more };
    const scale = [1 / (image.aspect ?? 1), image.aspect ?? 1].map((part) => Math.min(1, part) * view.zoom);
    canvas.style.transform = `translate(${view.x}px, ${view.y}px) scale(${scale})`;
    canvas.style.filter = view.inverted ? "invert(1)" : "";
  }

  const move = (x, y) => change({ x: view.x + x, y: view.y + y });
  const zoom = (closer) => change({ zoom: within(view.zoom * (closer ? ZOOM : 1 / ZOOM), 1 / ZOOM, MOST_ZOOM) });

  /** There is no model's image of most slices of a stack. */
  function go(to, wanted = mode) {
    at = within(to, 1, places.length);
    mode = seen.includes(at) ? wanted : "original";
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

  function wheel(e) {
    if (e.ctrlKey || places.length > 1) {
      e.preventDefault();
      e.ctrlKey ? zoom(e.deltaY < 0) : go(at + Math.sign(e.deltaY));
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
    "+": () => zoom(true),
    "-": () => zoom(false),
    i: () => change({ inverted: !view.inverted }),
    m: () => look(mode === "model" ? "original" : "model"),
    0: () => change(asAtFirst) ?? show(),
  };
  all("[data-window]").forEach((button, i) => (keys[i + 1] = () => button.click()));
  pane.addEventListener("keydown", (e) => {
    if (Object.hasOwn(keys, e.key) && !(e.ctrlKey || e.altKey || e.metaKey || e.target === slider)) {
      e.preventDefault();
      e.stopPropagation();
      keys[e.key](e);
    }
  });
  each("[data-view]", "onclick", (part) => () => changed.has(image.number) || look(part.view));
  each("[data-window]", "onclick", (part) => () => choose(part.window));
  each("[data-press]", "onclick", (part) => (e) => keys[part.press](e));
  slider?.addEventListener("input", () => go(Number(slider.value)));
  box.addEventListener("pointerdown", (e) => box.setPointerCapture(e.pointerId));
  box.addEventListener("pointermove", drag);
  box.addEventListener("wheel", wheel, { passive: false });
  show();
})();
