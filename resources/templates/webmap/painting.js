// Draws a section of the map on any canvas: the surroundings, and over them the sites and the writing.
// A section is { scale, x, y, width, height, ratio, colours, lined }: a place (east, north) lies at the
// pixel (east * scale + x, -north * scale + y); ratio is how many dots a pixel has; lined leaves out
// fills, where another map lies below.
(function (app) {
  "use strict";
  const CELL = 250, LINES_FROM = 0.2, BUILDINGS_FROM = 0.13, NAMES_FROM = 0.55, DOT_BELOW = 10;
  const kinds = Object.keys(app.data.around).map(function (kind) {
    return { kind: kind, cells: binned(app.decode(app.data.around[kind], app.data.steps.around)) };
  });

  // parts that lie together, as one path that is made when it is first seen
  function binned(shape) {
    const cells = new Map();
    for (let part = 0; part < shape.parts.length - 1; part += 1) {
      const box = app.boxOf(shape, part, part + 1);
      const key = Math.floor((box[0] + box[2]) / 2 / CELL) + ":" + Math.floor((box[1] + box[3]) / 2 / CELL);
      let cell = cells.get(key);
      if (!cell) { cells.set(key, cell = { shape: shape, parts: [], box: box.slice(), points: 0, path: null }); }
      cell.parts.push(part);
      cell.points += shape.rings[shape.parts[part + 1]] - shape.rings[shape.parts[part]];
      cell.box = [Math.min(cell.box[0], box[0]), Math.min(cell.box[1], box[1]),
        Math.max(cell.box[2], box[2]), Math.max(cell.box[3], box[3])];
    }
    return Array.from(cells.values());
  }

  function pathOf(cell) {
    if (!cell.path) {
      cell.path = new Path2D();
      cell.parts.forEach((part) => app.trace(cell.path, cell.shape, part, part + 1));
    }
    return cell.path;
  }

  function seen(box, section) {
    return box[2] * section.scale + section.x > 0 && box[0] * section.scale + section.x < section.width &&
      -box[1] * section.scale + section.y > 0 && -box[3] * section.scale + section.y < section.height;
  }

  function inPlaces(ctx, section) {
    const zoom = section.ratio * section.scale;
    ctx.setTransform(zoom, 0, 0, -zoom, section.ratio * section.x, section.ratio * section.y);
  }

  function inPixels(ctx, section) { ctx.setTransform(section.ratio, 0, 0, section.ratio, 0, 0); }

  // a dark line in a light one shows over any map and any photo
  function cased(ctx, path, section) {
    [["rgba(255, 255, 255, .55)", 2.4], ["#3d4247", 0.8]].forEach(function (line) {
      ctx.strokeStyle = line[0];
      ctx.lineWidth = line[1] / section.scale;
      ctx.stroke(path);
    });
  }

  // how many corners a section of the surroundings has: about how long it takes
  app.effort = (section) => kinds.reduce((sum, layer) => layer.cells.reduce(
    (points, cell) => points + (seen(cell.box, section) ? cell.points : 0), sum), 0);

  app.paintAround = function (ctx, section) {
    inPlaces(ctx, section);
    kinds.forEach(function (layer) {
      const colours = section.colours.around[layer.kind];
      const lines = layer.kind !== "parcel" || section.scale > LINES_FROM;
      if (layer.kind === "building" && section.scale < BUILDINGS_FROM) { return; }
      if (section.lined && layer.kind !== "parcel") { return; }
      ctx.lineWidth = (section.scale < 0.5 ? 0.5 : 0.8) / section.scale;
      ctx.fillStyle = colours[0];
      ctx.strokeStyle = colours[1];
      layer.cells.forEach(function (cell) {
        if (!seen(cell.box, section)) { return; }
        if (!section.lined) { ctx.fill(pathOf(cell)); }
        if (lines && section.lined) { cased(ctx, pathOf(cell), section); }
        if (lines && !section.lined) { ctx.stroke(pathOf(cell)); }
      });
    });
  };

  function isDot(site, section) {
    return Math.max(site.box[2] - site.box[0], site.box[3] - site.box[1]) * section.scale < DOT_BELOW;
  }

  function outline(ctx, site, section) {
    if (!isDot(site, section)) { return app.pathOf(site); }
    const dot = new Path2D();
    const radius = Math.min(5.5, Math.max(3.5, section.scale * 60)); // smaller, where many lie close
    dot.arc(site.at[0], site.at[1], radius / section.scale, 0, 2 * Math.PI);
    return dot;
  }

  function paintSites(ctx, section) {
    const unit = 1 / section.scale, fills = {};
    inPlaces(ctx, section);
    Object.keys(app.groups).forEach(function (code) {
      fills[code] = app.fillOf(ctx, app.groups[code], section.ratio, unit);
    });
    app.shown.forEach(function (site) {
      if (!seen(reach(site, 8 * unit), section)) { return; }
      const path = outline(ctx, site, section);
      ctx.globalAlpha = 0.92;
      ctx.fillStyle = fills[site.group];
      ctx.fill(path);
      ctx.globalAlpha = 1;
      ctx.lineWidth = (isDot(site, section) ? 1.5 : 2) * unit;
      ctx.strokeStyle = app.groups[site.group].line;
      ctx.stroke(path);
    });
    if (app.selected && app.isShown(app.selected)) { paintSelected(ctx, section, unit); }
  }

  function paintSelected(ctx, section, unit) {
    const path = outline(ctx, app.selected, section);
    ctx.lineJoin = "round";
    ctx.lineWidth = 9 * unit;
    ctx.strokeStyle = section.colours.casing;
    ctx.stroke(path);
    ctx.lineWidth = 5 * unit;
    ctx.strokeStyle = section.colours.selection;
    ctx.stroke(path);
    ctx.lineJoin = "miter";
  }

  function reach(site, more) {
    return [site.box[0] - more, site.box[1] - more, site.box[2] + more, site.box[3] + more];
  }

  // what is already written, in squares of 6 pixels
  function room() {
    const taken = new Set();
    return function (x, y, width, height) {
      const squares = [];
      for (let i = Math.floor((x - width / 2) / 6); i <= (x + width / 2) / 6; i += 1) {
        for (let j = Math.floor((y - height / 2) / 6); j <= (y + height / 2) / 6; j += 1) {
          if (taken.has(i * 10000 + j)) { return false; }
          squares.push(i * 10000 + j);
        }
      }
      squares.forEach((square) => taken.add(square));
      return true;
    };
  }

  function write(ctx, text, x, y) {
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }

  function paintWriting(ctx, section) {
    const free = room();
    inPixels(ctx, section);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.font = "700 12px system-ui, 'Segoe UI', Roboto, 'Source Sans 3', Arial, sans-serif";
    ctx.lineWidth = 3.5;
    ctx.fillStyle = "#14181b";
    ctx.strokeStyle = "#ffffff";
    const first = app.selected && app.isShown(app.selected) ? [app.selected] : [];
    first.concat(app.shown).forEach(function (site) {
      if (!seen(site.box, section) || isDot(site, section)) { return; }
      const x = site.at[0] * section.scale + section.x, y = -site.at[1] * section.scale + section.y;
      const text = String(site.no), width = 7 * text.length + 6;
      if ((site.box[2] - site.box[0]) * section.scale < width - 4 || !free(x, y, width, 15)) { return; }
      write(ctx, text, x, y);
    });
    if (section.scale > NAMES_FROM && !section.lined) { paintNames(ctx, section, free); }
  }

  function paintNames(ctx, section, free) {
    ctx.font = "500 12px system-ui, 'Segoe UI', Roboto, 'Source Sans 3', Arial, sans-serif";
    ctx.fillStyle = section.colours.muted;
    ctx.strokeStyle = section.colours.halo;
    app.data.names.forEach(function (entry) {
      const x = entry[1] * app.data.steps.around * section.scale + section.x;
      const y = -entry[2] * app.data.steps.around * section.scale + section.y;
      if (x < 0 || y < 0 || x > section.width || y > section.height) { return; }
      const angle = (-entry[3] * Math.PI) / 180, width = ctx.measureText(entry[0]).width;
      const across = Math.abs(Math.cos(angle)) * width + 14, up = Math.abs(Math.sin(angle)) * width + 14;
      if (!free(x, y, across, up)) { return; }
      ctx.save();
      ctx.translate(x, y);
      ctx.rotate(angle);
      write(ctx, entry[0], 0, 0);
      ctx.restore();
    });
  }

  app.paintOver = function (ctx, section) {
    paintSites(ctx, section);
    paintWriting(ctx, section);
  };
})(flurinfill);
