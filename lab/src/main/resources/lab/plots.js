// Draws the plots of the evaluation page with uPlot. All text is set as text, never as HTML.
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('plot-data').textContent);
  const WIDTH = 340;
  const FONT = '11px system-ui, sans-serif';
  const GRID = { stroke: '#e6e9ed', width: 1 };
  const axis = (more) => Object.assign({ font: FONT, stroke: '#4f5963', grid: GRID, ticks: GRID }, more);

  /** Adds a figure with a caption and gives back the element that the plot goes into. */
  function figure(parent, title, small) {
    const f = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = title;
    if (small) {
      const s = document.createElement('small');
      s.textContent = small;
      caption.append(s);
    }
    const plot = document.createElement('div');
    plot.setAttribute('role', 'img');
    plot.setAttribute('aria-label', title);
    f.append(caption, plot);
    parent.append(f);
    return plot;
  }

  /** A condition's shape around a point of the canvas. */
  function shape(ctx, mark, x, y) {
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(devicePixelRatio, devicePixelRatio);
    const path = new Path2D(mark.path);
    ctx.fillStyle = mark.colour;
    ctx.fill(path);
    ctx.strokeStyle = '#fff';
    ctx.stroke(path);
    ctx.restore();
  }

  function line(ctx, mark, points) {
    ctx.save();
    ctx.strokeStyle = mark.colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash(mark.dash.map((d) => d * devicePixelRatio));
    ctx.beginPath();
    points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
    ctx.stroke();
    ctx.restore();
  }

  /** One metric: a point and its interval for each condition, from left to right. */
  function intervals(parent, metric) {
    const places = data.conditions.map((c, k) => k);
    const column = (f) => metric.conditions.map((c) => (c ? f(c) : null));
    const draw = (u) => {
      metric.conditions.forEach((c, k) => {
        if (!c) return;
        const at = (v) => [u.valToPos(k, 'x', true), u.valToPos(v, 'y', true)];
        const mark = data.conditions[k].mark;
        if (c.low !== null) line(u.ctx, mark, [at(c.low), at(c.high)]);
        shape(u.ctx, mark, ...at(c.value));
      });
    };
    const plot = figure(parent, metric.title, metric.direction);
    const told = document.createElement('p');
    told.className = 'told';
    const tell = (u) => {
      const k = u.cursor.idx;
      const c = k == null ? null : metric.conditions[k];
      told.textContent = k == null ? '' : data.conditions[k].letter + ': ' + (c ? c.text : 'none (n = 0)');
    };
    const top = metric.most;
    new uPlot({
      width: WIDTH,
      height: 190,
      legend: { show: false },
      cursor: { points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: [-0.5, places.length - 0.5] },
        y: { range: (u, min, max) => [0, top || (max > 0 ? 1.1 * max : 1)] },
      },
      axes: [axis({ splits: places, values: (u, at) => at.map((k) => data.conditions[k].letter) }), axis({ size: 46 })],
      // the third series has the ends of the intervals: it only widens the scale
      series: [{}, { paths: () => null, points: { show: false } }, { paths: () => null, points: { show: false } }],
      hooks: { draw: [draw], setCursor: [tell] },
    }, [places, column((c) => c.value), column((c) => (c.high === null ? c.value : c.high))], plot);
    plot.after(told);
  }

  /** One condition: correct labels by confidence, and how many labels each bin has. */
  function reliability(parent, of) {
    const condition = data.conditions[of.condition];
    const bins = of.bins.map((b, i) => ({ n: b.n, middle: 10 * i + 5, x: 100 * b.confidence, y: 100 * b.right }));
    const filled = bins.filter((b) => b.n > 0);
    const [xs, right, counts] = uPlot.join([
      [filled.map((b) => b.x), filled.map((b) => b.y)],
      [bins.map((b) => b.middle), bins.map((b) => b.n)],
    ]);
    const draw = (u) => {
      const at = (x, y) => [u.valToPos(x, 'x', true), u.valToPos(y, 'y', true)];
      line(u.ctx, { colour: '#4f5963', dash: [4, 4] }, [at(0, 0), at(100, 100)]);
      line(u.ctx, condition.mark, filled.map((b) => at(b.x, b.y)));
      filled.forEach((b) => shape(u.ctx, condition.mark, ...at(b.x, b.y)));
    };
    new uPlot({
      width: WIDTH,
      height: 300,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [0, 100] },
        y: { range: [0, 100] },
        n: { range: (u, min, max) => [0, 4 * Math.max(1, max)] },
      },
      axes: [axis(), axis(), axis({ scale: 'n', side: 1, grid: { show: false }, splits: (u, i, min, max) => [0, max / 4] })],
      series: [
        {},
        { paths: () => null, points: { show: false } },
        { scale: 'n', fill: '#c9ced4', paths: uPlot.paths.bars({ size: [0.95, 30] }), points: { show: false } },
      ],
      hooks: { draw: [draw] },
    }, [xs, right, counts], figure(parent, condition.title, 'ECE ' + of.error));
  }

  const inIntervals = document.getElementById('intervals');
  data.intervals.forEach((m) => intervals(inIntervals, m));
  const inReliability = document.getElementById('reliability');
  data.reliability.forEach((r) => reliability(inReliability, r));
})();
