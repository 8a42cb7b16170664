// A map service below the sites, an extra for readers with network: asked for nothing until the switch
// is pressed. When it cannot be had, that is said once and the map stays as it is without.
(function (app) {
  "use strict";
  const about = app.data.ground;
  let layer = null, failures = 0, loaded = 0;

  app.groundShown = false;

  function tiles() {
    const options = {
      minNativeZoom: about.zooms[0], maxNativeZoom: about.zooms[1], maxZoom: 20,
      attribution: app.element("span", about.credit).outerHTML, referrerPolicy: "no-referrer"
    };
    if (about.kind === "wms") { return L.tileLayer.wms(about.url, Object.assign(options, about.ask)); }
    const made = L.tileLayer(about.url, options);
    made.getTileUrl = function (at) {
      const zoom = this._getZoomForUrl();
      const values = {
        "{z}": zoom, "{z:02d}": ("0" + zoom).slice(-2), "{x}": at.x, "{y}": at.y,
        "{-y}": Math.pow(2, zoom) - 1 - at.y, "{s}": "abc"[Math.abs(at.x + at.y) % 3], "{r}": ""
      };
      return Object.keys(values).reduce((address, name) => address.split(name).join(values[name]), about.url);
    };
    return made;
  }

  function set(shown) {
    app.groundShown = shown;
    app.byId("ground").setAttribute("aria-pressed", String(shown));
    if (shown) { layer.addTo(app.map); } else { layer.remove(); }
    app.repaintAll();
  }

  app.setUpGround = function () {
    const button = app.byId("ground");
    if (!about || !button) { return; }
    button.title = app.text("ground_hint", { host: about.hosts.join(", ").replace(/https?:\/\//g, "") });
    button.addEventListener("click", function () {
      if (!layer) {
        layer = tiles();
        layer.on("tileload", function () { loaded += 1; });
        layer.on("tileerror", function () {
          failures += 1;
          if (loaded === 0 && app.groundShown) { set(false); app.showMessage(app.text("ground_off")); }
        });
      }
      loaded = 0;
      set(!app.groundShown);
    });
  };
})(flurinfill);
