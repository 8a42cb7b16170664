// The sites: their outlines, which are shown in which order, and which one is selected.
(function (app) {
  "use strict";
  const shape = app.decode(app.data.shapes.text, app.data.steps.site);
  let part = 0;

  app.sites = app.data.sites.map(function (site, index) {
    const from = part;
    part += app.data.shapes.parts[index];
    const place = app.data.shapes.places[index];
    return Object.assign(site, {
      index: index, from: from, to: part, box: app.boxOf(shape, from, part),
      at: [place[0] * app.data.steps.site, place[1] * app.data.steps.site], path: null,
      village: site.village || "", street: site.street || "", facts: site.facts || [], ids: site.ids || []
    });
  });
  app.siteShape = shape;
  app.shown = app.sites.slice();
  app.selected = null;

  app.pathOf = function (site) {
    if (!site.path) {
      site.path = new Path2D();
      app.trace(site.path, shape, site.from, site.to);
    }
    return site.path;
  };

  app.isShown = (site) => site.shown !== false;

  app.show = function (sites) {
    app.sites.forEach(function (site) { site.shown = false; });
    sites.forEach(function (site) { site.shown = true; });
    app.shown = sites;
    app.tell("shown");
  };

  // how it came: "list", "map", "link"; and whether by the keyboard
  app.select = function (site, how) {
    if (site === app.selected) {
      if (site) { app.tell("again", how || {}); }
      return;
    }
    app.selected = site;
    app.tell("selected", how || {});
  };

  // the site at a place; the nearest one within reach where sites are only dots
  app.siteAt = function (x, y, reach) {
    let nearest = null, distance = reach;
    for (let i = app.shown.length - 1; i >= 0; i -= 1) {
      const site = app.shown[i], box = site.box;
      if (x < box[0] - reach || x > box[2] + reach || y < box[1] - reach || y > box[3] + reach) { continue; }
      if (app.contains(shape, site.from, site.to, x, y)) { return site; }
      const away = Math.hypot(site.at[0] - x, site.at[1] - y);
      if (away < distance) { nearest = site; distance = away; }
    }
    return nearest;
  };
})(flurinfill);
