// Puts the parts together once everything is read; the map is folium's.
(function (app) {
  "use strict";
  app.start = function (map) {
    app.setUpSheet();
    app.setUpTheme();
    app.setUpList();
    app.setUpCard(); // before the map, which must know what the card covers
    app.setUpMap(map);
    app.setUpFilters();
    app.setUpGround();
    app.setUpPrinting();
    app.byId("show-all").addEventListener("click", app.showAll);
    app.setUpLinks();
    document.documentElement.classList.add("ready");
  };
})(flurinfill);
