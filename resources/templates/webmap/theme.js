// Light or dark: as the device wants it, until somebody presses the switch.
(function (app) {
  "use strict";
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;

  app.setTheme = function () {
    const dark = chosen === null ? wanted.matches : chosen;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    app.byId("dark").setAttribute("aria-pressed", String(dark));
    const colours = app.colours();
    app.byId("map-frame").style.setProperty("--map-ground", colours.ground);
    document.querySelectorAll(".swatch.around").forEach(function (swatch) {
      swatch.style.background = colours.around[swatch.dataset.kind][0];
      swatch.style.borderColor = colours.around[swatch.dataset.kind][1];
    });
    app.tell("theme");
  };

  app.setUpTheme = function () {
    wanted.addEventListener("change", app.setTheme);
    app.byId("dark").addEventListener("click", function () {
      chosen = document.documentElement.dataset.theme !== "dark";
      app.setTheme();
    });
    app.setTheme();
  };
})(flurinfill);
