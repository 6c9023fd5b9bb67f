"use strict";
/*
 * The images beside a report, on a canvas: as the model was shown them, or the original with its stored values.
 * A position counts the frames of all images from 1.
 * data-view="model"     a click shows this view; data-for: shown only in it
 * data-window="400/40"  a click applies this window (width/center); empty: as stored
 * data-when="gone"      shown only in this state of the image; data-at="3": only at this position
 * data-text="label"     filled with this value; data-press="i": a click does what this key does
 */
(() => {
  const STATES = { 409: "changed", 410: "gone", 422: "unreadable" };
  const [WORDS, KEPT, PATIENCE_MS, MOVE, ZOOM] = [65536, 8, 30000, 40, 1.25];
  const pane = document.querySelector("[data-images]");
  const all = (selector) => [...(pane?.querySelectorAll(selector) ?? [])];
  const each = (selector, name, value) => all(selector).forEach((part) => (part[name] = value(part.dataset)));
  const numbers = (text) => text.split(" ").filter(Boolean).map(Number);
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  if (!pane) {
    return;
  }
  const [box, canvas, slider] = all(".image, canvas, input[type=range]");
  const seen = numbers(pane.dataset.seen);
  const places = numbers(pane.dataset.frames).flatMap((count, i) =>
    Array.from({ length: count }, (_, frame) => ({ number: i + 1, frame })),
  );
  const [kept, changed] = [new Map(), new Map()];
  const asAtFirst = { window: null, inverted: false, zoom: 1, x: 0, y: 0 };
  let view = { ...asAtFirst };
  let at = Number(pane.dataset.first);
  let mode = seen.length ? "model" : "original";
  let image = null;
  let busy = false;

  function address() {
    const { number, frame } = places[at - 1];
    const path = mode === "model" ? `${number}.png?` : `${number}/pixels?frame=${frame}&`;
    return `${pane.dataset.images}${path}run=${pane.dataset.run}`;
  }

  async function load(url) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (reply.status === 401) {
      location.reload();
    }
    if (!reply.ok) {
      return { state: STATES[reply.status] ?? "silent", now: reply.headers.get("X-Sha256") };
    }
    const told = JSON.parse(reply.headers.get("X-Image"));
    const body = await reply.arrayBuffer();
    if (url.includes(".png?")) {
      return { ...told, bitmap: await createImageBitmap(new Blob([body])) };
    }
    if (!told.grey) {
      return { ...told, rgb: new Uint8Array(body) };
    }
    const values = told.grey.values && new Float32Array(body, WORDS, WORDS);
    const words = new Uint16Array(body, WORDS + (values?.byteLength ?? 0));
    return { ...told, brightness: new Uint8Array(body, 0, WORDS), values, words };
  }

  /** Shows what is wanted; while an image is on its way, only the last wish counts. */
  async function show() {
    for (let url = null; !busy && url !== address(); ) {
      url = address();
      const place = { at, ...places[at - 1] };
      busy = true;
      const got = kept.get(url) ?? (await load(url).catch(() => ({ state: "silent" })));
      busy = false;
      if (got.state === "changed") {
        changed.set(place.number, got.now);
        mode = at === place.at ? "original" : mode;
      } else {
        image = { state: "", ...got, ...place };
        paint();
      }
      if (!got.state) {
        kept.set(url, got);
        [...kept.keys()].slice(0, -KEPT).forEach((key) => kept.delete(key));
      }
    }
  }

  /** The colour of each word. */
  function shades() {
    const { grey, values, brightness } = image;
    return Uint32Array.from({ length: WORDS }, (_, word) => {
      const stored = grey.signed && word >= WORDS / 2 ? word - WORDS : word;
      let shade = brightness[word];
      if (view.window && !(stored >= grey.padding[0] && stored <= grey.padding[1])) {
        const value = values ? values[word] : stored * grey.slope + grey.intercept;
        const level = within((value - view.window.center) / view.window.width + 0.5, 0, 1);
        shade = Math.round(255 * (grey.inverse ? 1 - level : level));
      }
      return 0xff000000 + shade * 0x10101;
    });
  }

  function draw() {
    const { width, height, bitmap, words, rgb } = image;
    const context = canvas.getContext("2d");
    [canvas.width, canvas.height] = [width, height];
    if (bitmap) {
      context.drawImage(bitmap, 0, 0);
      return;
    }
    const data = context.createImageData(width, height);
    const pixels = new Uint32Array(data.data.buffer);
    const table = words && shades();
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = words ? table[words[i]] : 0xff000000 + rgb[3 * i] + rgb[3 * i + 1] * 0x100 + rgb[3 * i + 2] * 0x10000;
    }
    context.putImageData(data, 0, 0);
  }

  function move(x, y, zoom = 1) {
    view = { ...view, x: view.x + x, y: view.y + y, zoom: within(view.zoom * zoom, 0.5, 16) };
    const aspect = image?.aspect ?? 1;
    const scale = [1 / aspect, aspect].map((part) => Math.min(1, part) * view.zoom);
    canvas.style.transform = `translate(${view.x}px, ${view.y}px) scale(${scale})`;
    canvas.style.filter = view.inverted ? "invert(1)" : "";
  }

  function paint() {
    const { state, grey, width, height, number } = image;
    const here = seen.includes(image.at);
    const states = [state === "gone" && here ? "gone-seen" : state, changed.has(number) ? "changed" : state];
    const shown = view.window ?? (grey && { width: grey.window, center: grey.center });
    const window = shown && `W ${Math.round(shown.width)} L ${Math.round(shown.center)}`.replace("-", "−");
    const texts = { ...image, size: state ? "" : (window ?? `${width} × ${height}`), now: changed.get(number) };
    each("[data-text]", "textContent", (part) => texts[part.text] ?? "");
    each("[data-when]", "hidden", (part) => !states.includes(part.when));
    each("[data-at]", "hidden", (part) => Number(part.at) !== image.at);
    each("[data-here]", "hidden", (part) => (part.here === "seen") !== here);
    each("[data-for]", "hidden", (part) => part.for !== mode);
    each("[data-view]", "ariaPressed", (part) => String(part.view === mode));
    each("[data-window]", "ariaPressed", (part) => String(part.window === (view.window?.text ?? "")));
    each("[data-view=model]", "ariaDisabled", () => String(!seen.length || changed.has(number)));
    each("input", "value", () => at);
    each("input", "ariaValueText", (part) => (here ? part.shown : part.unshown).replace("#", image.at));
    all("rect.at").forEach((tick) => tick.setAttribute("x", image.at - 1));
    canvas.hidden = state !== "";
    if (!state) {
      draw();
      move(0, 0);
    }
  }

  function go(to) {
    at = within(to, 1, places.length);
    mode = seen.includes(at) ? mode : "original";
    show();
  }

  function look(wanted) {
    const [nearest] = seen.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at));
    mode = nearest ? wanted : "original";
    go(mode === "model" ? nearest : at);
  }

  /** The original shows, since the model's image has one window only. */
  function choose(text) {
    const [width, center] = text.split("/").map(Number);
    view.window = text ? { text, width, center } : null;
    look("original");
  }

  const keys = {
    ArrowUp: () => go(at - 1),
    ArrowDown: () => go(at + 1),
    "[": () => go(seen.filter((position) => position < at).at(-1) ?? at),
    "]": () => go(seen.find((position) => position > at) ?? at),
    "+": () => move(0, 0, ZOOM),
    "-": () => move(0, 0, 1 / ZOOM),
    i() {
      view.inverted = !view.inverted;
      move(0, 0);
    },
    m: () => look(mode === "model" ? "original" : "model"),
    0() {
      view = { ...asAtFirst };
      show();
    },
  };
  const arrows = { ArrowUp: [0, -MOVE], ArrowDown: [0, MOVE], ArrowLeft: [-MOVE, 0], ArrowRight: [MOVE, 0] };
  pane.addEventListener("keydown", (e) => {
    const preset = /^[1-9]$/.test(e.key) && all("[data-window]")[e.key - 1];
    const moves = e.shiftKey && arrows[e.key];
    if (!(e.ctrlKey || e.altKey || e.metaKey || e.target === slider) && (preset || moves || keys[e.key])) {
      e.preventDefault();
      e.stopPropagation();
      preset ? choose(preset.dataset.window) : moves ? move(...moves) : keys[e.key]();
    }
  });
  pane.addEventListener("click", (e) => {
    const button = e.target.closest("button:not([aria-disabled=true])")?.dataset ?? {};
    if (button.view) {
      look(button.view);
    } else if (button.window !== undefined) {
      choose(button.window);
    } else if (button.press) {
      keys[button.press]();
    }
  });
  slider?.addEventListener("input", () => go(Number(slider.value)));
  box.addEventListener("pointerdown", (e) => box.setPointerCapture(e.pointerId));
  box.addEventListener("pointermove", (e) => {
    const grey = image?.grey;
    if (box.hasPointerCapture(e.pointerId) && grey && !e.shiftKey) {
      const { width, center } = view.window ?? { width: grey.window, center: grey.center };
      const by = grey.window / 200;
      view.window = { text: "own", width: Math.max(by, width + e.movementX * by), center: center + e.movementY * by };
      paint();
    } else if (box.hasPointerCapture(e.pointerId)) {
      move(e.movementX, e.movementY);
    }
  });
  const wheel = (e) => {
    if (e.ctrlKey || places.length > 1) {
      e.preventDefault();
      e.ctrlKey ? move(0, 0, e.deltaY < 0 ? ZOOM : 1 / ZOOM) : go(at + Math.sign(e.deltaY));
    }
  };
  box.addEventListener("wheel", wheel, { passive: false });
  show();
})();
