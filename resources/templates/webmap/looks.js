// Colours of the map for the light and the dark page, and the hatches of the classes.
(function (app) {
  "use strict";
  const groups = {};
  app.data.groups.forEach(function (group) { groups[group.code] = group; });
  app.groups = groups;

  const tiles = {};

  // the hatch of a class as a picture that repeats; drawn finer than a pixel where the screen is
  function tile(group, ratio) {
    const key = group.code + ratio;
    if (!tiles[key]) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 8 * ratio;
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.fillStyle = group.fill;
      ctx.fillRect(0, 0, 8, 8);
      ctx.strokeStyle = group.hatch_line;
      ctx.lineWidth = 1.2;
      ctx.stroke(new Path2D(group.hatch));
      tiles[key] = canvas;
    }
    return tiles[key];
  }

  // what fills a site; unit is how long a pixel of the page is in what the context draws in
  app.fillOf = function (ctx, group, ratio, unit) {
    if (!group.hatch) { return group.fill; }
    const sharp = Math.max(1, Math.ceil(ratio));
    const pattern = ctx.createPattern(tile(group, sharp), "repeat");
    pattern.setTransform(new DOMMatrix([unit / sharp, 0, 0, -unit / sharp, 0, 0]));
    return pattern;
  };

  app.colours = () => app.data.colours[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];
})(flurinfill);
