// On a phone the panel is a sheet at the lower edge: low, half, full; it is pulled or tapped.
(function (app) {
  "use strict";
  const STATES = ["low", "half", "full"];
  const panel = app.byId("panel"), handle = app.byId("handle");
  let pulled = null;

  // how much of the map lies below the sheet of a phone, or below a card at its lower edge
  app.coveredBelow = function () {
    const map = app.byId("map-frame").getBoundingClientRect(), card = app.byId("card");
    const over = [app.isNarrow() ? panel : null, card.hidden || isBeside() ? null : card].filter(Boolean);
    const top = over.reduce((least, each) => Math.min(least, each.getBoundingClientRect().top), map.bottom);
    return Math.min(Math.max(0, map.bottom - top), map.height * 0.62);
  };

  app.coveredBeside = function () {
    const card = app.byId("card");
    return card.hidden || !isBeside() ? 0 : card.offsetWidth;
  };

  const isBeside = () => matchMedia("(min-width: 1101px)").matches;

  // how high a source line is that reaches as far as the scale and the north arrow
  app.sourceHeight = function () {
    const frame = app.byId("map-frame"), line = frame.querySelector(".leaflet-control-attribution");
    if (!line) { return 0; }
    const seen = line.getBoundingClientRect();
    return seen.left - frame.getBoundingClientRect().left < 180 ? seen.height : 0;
  };

  // scale, north arrow and source stay in sight
  function lift() {
    const style = app.byId("map-frame").style;
    style.setProperty("--covered", app.coveredBelow() + "px");
    style.setProperty("--source", app.sourceHeight() + "px");
  }

  function set(state) {
    panel.dataset.sheet = state;
    handle.setAttribute("aria-expanded", String(state !== "low"));
    app.byId("handle-text").textContent = app.text(state === "full" ? "sheet_less" : "sheet_more");
  }

  function onDown(event) {
    pulled = { y: event.clientY, height: panel.getBoundingClientRect().height, moved: false };
    handle.setPointerCapture(event.pointerId);
  }

  function onMove(event) {
    if (!pulled) { return; }
    const up = pulled.y - event.clientY;
    if (Math.abs(up) > 6) { pulled.moved = true; }
    if (pulled.moved) {
      panel.classList.add("pulled");
      panel.style.height = Math.min(Math.max(pulled.height + up, 90), innerHeight - 20) + "px";
    }
  }

  function onUp() {
    if (!pulled) { return; }
    const share = panel.getBoundingClientRect().height / innerHeight, moved = pulled.moved;
    panel.classList.remove("pulled");
    panel.style.height = "";
    if (moved) { set(share < 0.3 ? "low" : share < 0.7 ? "half" : "full"); }
    setTimeout(function () { pulled = null; }, 0);
  }

  app.setUpSheet = function () {
    set("half");
    const watch = new ResizeObserver(lift);
    [panel, app.byId("card"), app.byId("map-frame")].forEach((each) => watch.observe(each));
    app.byId("legend").open = matchMedia("(min-width: 1101px)").matches;
    handle.addEventListener("click", function () {
      if (pulled && pulled.moved) { return; }
      set(STATES[(STATES.indexOf(panel.dataset.sheet) + 1) % 3]);
    });
    handle.addEventListener("pointerdown", onDown);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", onUp);
    handle.addEventListener("pointercancel", onUp);
    app.byId("search").addEventListener("focus", function () { if (app.isNarrow()) { set("full"); } });
    app.byId("filters").addEventListener("toggle", function () { if (app.isNarrow() && app.byId("filters").open) { set("full"); } });
    app.on("selected", function () { if (app.isNarrow() && panel.dataset.sheet === "full") { set("half"); } });
  };
})(flurinfill);
