// The layer of the sites: one canvas a little larger than what is seen, that Leaflet moves and scales
// along and that is drawn anew at rest, or when the reader has pulled it to its edge.
(function (app) {
  "use strict";
  const CIRCUMFERENCE = 2 * Math.PI * 6378137;

  // a place on the page's grid as Leaflet's pixel at a zoom, and how long a metre is there
  app.scaleAt = (zoom) => (256 * Math.pow(2, zoom)) / CIRCUMFERENCE;

  app.Canvas = L.Renderer.extend({
    options: { padding: 0.3 },

    getEvents: function () {
      return Object.assign(L.Renderer.prototype.getEvents.call(this), { move: this._followed });
    },

    _initContainer: function () {
      this._container = app.element("canvas", "");
      this._container.setAttribute("aria-hidden", "true");
      this._ctx = this._container.getContext("2d");
    },

    _destroyContainer: function () { L.DomUtil.remove(this._container); },

    _updatePaths: function () {},

    _followed: function () {
      const map = this._map;
      if (map._animatingZoom || map.getZoom() !== this._zoom) { return; }
      const first = map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(L.bounds(first, first.add(map.getSize())))) { this._update(); }
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), ratio = Math.min(devicePixelRatio || 1, 2);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
        canvas.width = Math.round(size.x * ratio);
        canvas.height = Math.round(size.y * ratio);
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      this._ratio = ratio;
      this.repaint();
    },

    section: function () {
      const scale = app.scaleAt(this._zoom), half = 128 * Math.pow(2, this._zoom);
      const corner = this._map.getPixelOrigin().add(this._bounds.min), size = this._bounds.getSize();
      return {
        scale: scale, x: half + app.data.origin[0] * scale - corner.x, y: half - app.data.origin[1] * scale - corner.y,
        width: size.x, height: size.y, ratio: this._ratio, colours: app.colours(), lined: app.groundShown === true
      };
    },

    repaint: function () {
      if (!this._map || !this._bounds) { return; }
      this._ctx.setTransform(1, 0, 0, 1, 0, 0);
      this._ctx.clearRect(0, 0, this._container.width, this._container.height);
      app.paintOver(this._ctx, this.section());
    }
  });
})(flurinfill);
