// On a phone the panel is a sheet at the lower edge: low, half, full; it is pulled or tapped.
(function (app) {
  "use strict";
  const STATES = ["low", "half", "full"];
  const panel = app.byId("panel"), handle = app.byId("handle");
  let pulled = null;

  // how much of the map lies below the sheet or below the card
  app.coveredBelow = function () {
    if (!app.isNarrow()) { return 0; }
    const card = app.byId("card");
    const top = card.hidden ? panel.getBoundingClientRect().top : Math.min(card.getBoundingClientRect().top, panel.getBoundingClientRect().top);
    return Math.min(Math.max(0, innerHeight - top), innerHeight * 0.6);
  };

  app.coveredBeside = function () {
    const card = app.byId("card");
    return app.isNarrow() || card.hidden || app.byId("map-frame").clientWidth < 700 ? 0 : card.offsetWidth;
  };

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
