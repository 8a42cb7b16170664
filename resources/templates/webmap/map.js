// The map itself: where it starts, what a click or a pointer finds, north arrow, scale, source.
(function (app) {
  "use strict";
  const NEAREST = 18, TOUCH = 22;
  let map, canvas, around, hint, width = 0;

  const place = (x, y) => L.Projection.SphericalMercator.unproject(L.point(x + app.data.origin[0], y + app.data.origin[1]));

  app.boundsOf = (box) => L.latLngBounds(place(box[0], box[1]), place(box[2], box[3]));

  function found(event, reach) {
    const at = L.Projection.SphericalMercator.project(event.latlng);
    const scale = app.scaleAt(map.getZoom());
    return app.siteAt(at.x - app.data.origin[0], at.y - app.data.origin[1], reach / scale);
  }

  // what lies over the map must not hide what is shown, but a third of what a card leaves is for it
  function margins(space, corner) {
    const covered = app.coveredBelow(), most = (map.getSize().y - covered) / 3;
    const column = app.isNarrow() ? 44 : 0; // of tools; else they stand at the top, as the legend does
    const above = Math.min(space + 44, most), below = Math.min(Math.max(space, corner || 0), most);
    return {
      paddingTopLeft: [space, above], paddingBottomRight: [space + column + app.coveredBeside(), below + covered],
      animate: false
    };
  }

  // of what stands in the lower corners
  function cornerHeight() {
    const heights = Array.from(document.querySelectorAll(".leaflet-bottom"), (corner) => corner.offsetHeight);
    return Math.max.apply(null, heights) + app.sourceHeight() + 10;
  }

  app.zoomTo = function (site) {
    map.fitBounds(app.boundsOf(site.box), Object.assign(margins(30, cornerHeight()), { maxZoom: NEAREST }));
  };

  app.showAll = function () {
    const sites = app.shown.length ? app.shown : app.sites;
    const box = sites.reduce((all, site) => [Math.min(all[0], site.box[0]), Math.min(all[1], site.box[1]),
      Math.max(all[2], site.box[2]), Math.max(all[3], site.box[3])], sites[0].box);
    map.fitBounds(app.boundsOf(box), Object.assign(margins(24), { maxZoom: NEAREST }));
  };

  // moves the map only when a site is not well in sight
  function bringIntoSight(site) {
    const scale = app.scaleAt(map.getZoom()), box = app.boundsOf(site.box);
    const large = (site.box[2] - site.box[0]) * scale > 14;
    const space = margins(20, cornerHeight()), size = map.getSize();
    const inner = L.bounds(L.point(space.paddingTopLeft), size.subtract(L.point(space.paddingBottomRight)));
    const corners = L.bounds(map.latLngToContainerPoint(box.getNorthWest()), map.latLngToContainerPoint(box.getSouthEast()));
    if (!large || !inner.contains(corners)) { app.zoomTo(site); }
  }

  // a card that opens must not hide the site that was tapped; the scale stays
  function uncover(site) {
    const space = Object.assign(margins(20, cornerHeight()), { animate: !app.reducedMotion() });
    map.panInside(place(site.at[0], site.at[1]), space);
  }

  function addNorth() {
    const north = L.control({ position: "bottomleft" });
    north.onAdd = function () {
      const box = L.DomUtil.create("div", "north");
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", app.text("north"));
      box.innerHTML = '<svg width="18" height="32" viewBox="0 0 20 34" aria-hidden="true">' +
        '<path d="M10 11 L16 32 L10 27 L4 32 Z"/><text x="10" y="9" text-anchor="middle" font-size="11" font-weight="700">N</text></svg>';
      return box;
    };
    north.addTo(map);
  }

  function addControls() {
    addNorth();
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    L.control.zoom({ position: "bottomright", zoomInTitle: app.text("zoom_in"), zoomOutTitle: app.text("zoom_out") }).addTo(map);
    map.attributionControl.setPrefix("");
    map.attributionControl.addAttribution(app.element("span", app.data.source).outerHTML);
  }

  function addPointer() {
    hint = L.tooltip({ direction: "top", offset: [0, -8], className: "hint" });
    map.on("click", function (event) { app.select(found(event, TOUCH), { from: "map" }); });
    map.on("mousemove", function (event) {
      const site = found(event, 8);
      map.getContainer().style.cursor = site ? "pointer" : "";
      if (!site || app.hasFinger()) { hint.remove(); return; }
      const text = app.element("span", site.no + " · " + site.name + " · " + site.size);
      hint.setContent(text).setLatLng(event.latlng).addTo(map);
    });
    map.on("mouseout movestart", function () { hint.remove(); });
  }

  // a turned tablet still shows the site; a keyboard that comes changes the height alone, and moves nothing
  function resized() {
    map.invalidateSize({ animate: false });
    const before = width;
    width = map.getSize().x;
    if (app.selected && width !== before) { bringIntoSight(app.selected); }
  }

  app.repaintAll = function () {
    around.redraw();
    canvas.repaint();
  };

  app.setUpMap = function (made) {
    app.map = map = made;
    app.canvas = canvas = new app.Canvas();
    map.options.zoomSnap = app.hasFinger() ? 0.25 : 1; // whole steps need no rescaling, which old machines feel
    map.invalidateSize({ animate: false });
    addControls();
    app.showAll();
    map.setMinZoom(Math.max(0, Math.floor(map.getZoom()) - 2));
    map.createPane("around").style.zIndex = 300; // over a map service, below the sites
    map.getPane("around").style.pointerEvents = "none";
    if (app.reducedMotion()) { map._fadeAnimated = false; }
    around = new app.Around().addTo(map);
    canvas.addTo(map);
    addPointer();
    app.on("shown", function () { canvas.repaint(); });
    app.on("theme", app.repaintAll);
    app.on("selected", function (how) {
      if (app.selected) { (how.from === "map" ? uncover : bringIntoSight)(app.selected); }
      canvas.repaint();
    });
    app.on("again", function (how) { if (how.from !== "map") { bringIntoSight(app.selected); } });
    new ResizeObserver(resized).observe(map.getContainer());
  };
})(flurinfill);
