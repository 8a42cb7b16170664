// The layer of the surroundings: square pieces that Leaflet keeps while the map is moved. Only so much is
// drawn in a frame that dragging stays smooth; the pieces of the last zoom stay until the new ones are there.
(function (app) {
  "use strict";
  const SIDE = 256, EFFORT = 12000; // corners that one frame may take
  const OVER = 1; // pixels that a piece is larger, so that no gap shines between two
  let waiting = [], drawing = false;

  function sectionOf(at) {
    const scale = app.scaleAt(at.z), half = 128 * Math.pow(2, at.z);
    return {
      scale: scale, x: half + app.data.origin[0] * scale - at.x * SIDE, y: half - app.data.origin[1] * scale - at.y * SIDE,
      width: SIDE + OVER, height: SIDE + OVER, ratio: Math.min(2.5, (app.hasFinger() ? 1.25 : 1) * (devicePixelRatio || 1)),
      colours: app.colours(), lined: app.groundShown === true
    };
  }

  function draw(piece, section) {
    const canvas = app.element("canvas", "", piece.tile);
    canvas.width = canvas.height = Math.round((SIDE + OVER) * section.ratio);
    canvas.style.width = canvas.style.height = SIDE + OVER + "px";
    app.paintAround(canvas.getContext("2d"), section);
    piece.done(null, piece.tile);
  }

  function drawSome() {
    let effort = 0;
    while (waiting.length && effort < EFFORT) {
      const piece = waiting.shift();
      if (!piece.tile.parentNode) { continue; } // Leaflet has let go of it
      const section = sectionOf(piece.at);
      effort += app.effort(section) + 50;
      draw(piece, section);
    }
    drawing = waiting.length > 0;
    if (drawing) { requestAnimationFrame(drawSome); }
  }

  app.Around = L.GridLayer.extend({
    options: { tileSize: SIDE, updateWhenIdle: false, updateWhenZooming: false, keepBuffer: 2, pane: "around", maxZoom: 20 },

    createTile: function (at, done) {
      const tile = app.element("div", "");
      waiting.push({ tile: tile, at: { x: at.x, y: at.y, z: at.z }, done: done });
      if (!drawing) { drawing = true; requestAnimationFrame(drawSome); }
      return tile;
    }
  });
})(flurinfill);
