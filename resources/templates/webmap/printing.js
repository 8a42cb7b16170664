// The printed page: the section of the map that is seen, its legend, the sites that are shown as a table,
// notice and source; made when somebody prints and taken away afterwards.
(function (app) {
  "use strict";
  // pixels of the page, as wide as its text; four dots each are 384 dpi. A quarter is a scale that Chromium
  // keeps: it rounds that of a printed canvas down to sixty-fourths, and the map would not fill its frame
  const WIDTH = 685, HEIGHT = 548, RATIO = 4;
  const paper = app.byId("paper");

  // the same middle as on the screen, and as much of the map
  function section() {
    const map = app.map, size = map.getSize(), middle = L.Projection.SphericalMercator.project(map.getCenter());
    const below = app.coveredBelow(), seen = app.scaleAt(map.getZoom());
    const scale = seen * Math.min(WIDTH / size.x, HEIGHT / (size.y - below));
    const north = middle.y + below / 2 / seen;
    return {
      scale: scale, x: WIDTH / 2 - (middle.x - app.data.origin[0]) * scale,
      y: HEIGHT / 2 + (north - app.data.origin[1]) * scale,
      width: WIDTH, height: HEIGHT, ratio: RATIO, colours: app.data.colours.light, lined: false, latitude: map.getCenter().lat
    };
  }

  function paintScale(ctx, drawn) {
    const pixelsPerMetre = drawn.scale / Math.cos((drawn.latitude * Math.PI) / 180);
    const most = 150 / pixelsPerMetre, power = Math.pow(10, Math.floor(Math.log10(most)));
    const metres = [5, 2, 1].map((times) => times * power).find((each) => each <= most);
    const length = metres * pixelsPerMetre, y = HEIGHT - 14;
    ctx.setTransform(RATIO, 0, 0, RATIO, 0, 0);
    ctx.fillStyle = "rgba(255, 255, 255, .9)";
    ctx.fillRect(8, y - 24, length + 16, 34);
    ctx.strokeStyle = ctx.fillStyle = "#1f262c";
    ctx.lineWidth = 1.5;
    ctx.stroke(new Path2D("M16 " + (y - 4) + " V" + y + " H" + (16 + length) + " V" + (y - 4)));
    ctx.font = "11px sans-serif";
    ctx.textAlign = "left";
    ctx.fillText(metres >= 1000 ? app.number(metres / 1000) + " km" : app.number(metres) + " m", 16, y - 13);
    ctx.fillStyle = "rgba(255, 255, 255, .9)";
    ctx.fillRect(WIDTH - 36, 8, 28, 42);
    ctx.fillStyle = "#1f262c";
    ctx.fill(new Path2D("M" + (WIDTH - 22) + " 22 l6 22 l-6 -5 l-6 5 z"));
    ctx.textAlign = "center";
    ctx.font = "700 11px sans-serif";
    ctx.fillText("N", WIDTH - 22, 15);
  }

  function addMap() {
    const canvas = app.element("canvas", "", paper, "paper-map"), drawn = section();
    canvas.width = WIDTH * RATIO;
    canvas.height = HEIGHT * RATIO;
    canvas.style.width = WIDTH + "px";
    canvas.style.height = HEIGHT + "px";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", app.text("print_map"));
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = drawn.colours.ground;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    app.paintAround(ctx, drawn);
    app.paintOver(ctx, drawn);
    paintScale(ctx, drawn);
  }

  function addLegend() {
    const legend = app.byId("legend").querySelector("ul").cloneNode(true);
    legend.className = "paper-legend";
    legend.querySelectorAll(".around").forEach(function (swatch) {
      const colours = app.data.colours.light.around[swatch.dataset.kind];
      swatch.style.background = colours[0];
      swatch.style.borderColor = colours[1];
    });
    paper.appendChild(legend);
  }

  function addTable() {
    const several = app.data.groups.length > 1;
    const names = ["no", "plot", "location"].concat(several ? ["kind"] : [], ["area"]);
    const table = app.element("table", "", paper), columns = app.element("colgroup", "", table);
    names.forEach((name) => app.element("col", "", columns, name));
    const top = app.element("thead", "", table);
    if (app.data.marking) { // on every page, which the head of a table is in all browsers
      app.element("td", app.data.marking, app.element("tr", "", top), "paper-marking").colSpan = names.length;
    }
    const head = app.element("tr", "", top);
    names.forEach(function (name) { app.element("th", app.text(name), head, name).scope = "col"; });
    const body = app.element("tbody", "", table);
    app.shown.forEach(function (site) {
      const row = app.element("tr", "", body);
      app.element("td", String(site.no), row, "no");
      app.element("td", site.numbers.join(", "), row, "plot");
      app.element("td", [site.street, site.village].filter(Boolean).join(", "), row);
      if (several) { app.element("td", app.groups[site.group].text, row); }
      app.element("td", site.size, row, "area");
    });
  }

  app.makePaper = function () {
    const filtered = app.filterWords();
    paper.replaceChildren();
    if (app.data.marking) { app.element("p", app.data.marking, paper, "paper-marking"); }
    if (app.data.office) { app.element("p", app.data.office, paper, "paper-office"); }
    app.element("h1", app.data.title, paper);
    app.element("p", app.byId("count").textContent, paper, "paper-count");
    if (filtered) { app.element("p", app.text("filtered", { what: filtered }), paper, "paper-count"); }
    addMap();
    app.element("p", app.data.source, paper, "paper-source");
    addLegend();
    addTable();
    [app.data.disclaimer, app.data.made].forEach((text) => app.element("p", text, paper, "paper-note"));
  };

  app.setUpPrinting = function () {
    addEventListener("beforeprint", app.makePaper);
    addEventListener("afterprint", function () { paper.replaceChildren(); });
    app.byId("print").addEventListener("click", function () {
      app.makePaper(); // not every browser tells before it prints
      print();
    });
  };
})(flurinfill);
