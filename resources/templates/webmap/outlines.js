// Reads outlines from text (written by outlines.py): numbers in base 32, the lowest five bits first.
// Gives flat arrays: points (x east, y north, metres of web mercator from the origin), where each ring
// starts, where each part starts among the rings.
(function (app) {
  "use strict";
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Uint8Array(128);
  for (let i = 0; i < 64; i += 1) { VALUE[LETTERS.charCodeAt(i)] = i; }

  app.decode = function (text, step) {
    const points = [], rings = [], parts = [];
    let at = 0, x = 0, y = 0;

    function number() {
      let value = 0, shift = 1, digit;
      do {
        digit = VALUE[text.charCodeAt(at)];
        at += 1;
        value += (digit & 31) * shift;
        shift *= 32;
      } while (digit & 32);
      return value;
    }

    function move() {
      const value = number();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    }

    while (at < text.length) {
      parts.push(rings.length);
      for (let ring = number(); ring > 0; ring -= 1) {
        rings.push(points.length / 2);
        for (let point = number(); point > 0; point -= 1) {
          x += move();
          y += move();
          points.push(x * step, y * step);
        }
      }
    }
    parts.push(rings.length);
    rings.push(points.length / 2);
    return { points: Float64Array.from(points), rings: Uint32Array.from(rings), parts: Uint32Array.from(parts) };
  };

  // west, south, east, north of some parts
  app.boxOf = function (shape, from, to) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const last = shape.rings[shape.parts[to]];
    for (let i = shape.rings[shape.parts[from]]; i < last; i += 1) {
      const x = shape.points[2 * i], y = shape.points[2 * i + 1];
      if (x < box[0]) { box[0] = x; }
      if (y < box[1]) { box[1] = y; }
      if (x > box[2]) { box[2] = x; }
      if (y > box[3]) { box[3] = y; }
    }
    return box;
  };

  app.trace = function (path, shape, from, to) {
    for (let ring = shape.parts[from]; ring < shape.parts[to]; ring += 1) {
      const first = shape.rings[ring], last = shape.rings[ring + 1];
      path.moveTo(shape.points[2 * first], shape.points[2 * first + 1]);
      for (let i = first + 1; i < last; i += 1) { path.lineTo(shape.points[2 * i], shape.points[2 * i + 1]); }
      path.closePath();
    }
  };

  // even-odd over all rings
  app.contains = function (shape, from, to, x, y) {
    let inside = false;
    for (let ring = shape.parts[from]; ring < shape.parts[to]; ring += 1) {
      const first = shape.rings[ring], last = shape.rings[ring + 1];
      for (let i = first, j = last - 1; i < last; j = i, i += 1) {
        const xi = shape.points[2 * i], yi = shape.points[2 * i + 1];
        const xj = shape.points[2 * j], yj = shape.points[2 * j + 1];
        if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) { inside = !inside; }
      }
    }
    return inside;
  };
})(flurinfill);
