(function () {
  "use strict";
  var map = __MAP__;
  var data = __DATA__;
  var renderer = L.svg({ padding: 0.5 });
  var layers = {};
  var current = null;

  function element(name, text, parent) {
    var node = document.createElement(name);
    node.textContent = text;
    if (parent) { parent.appendChild(node); }
    return node;
  }

  function popup(site) {
    var box = document.createElement("div");
    element("h2", site.name, box);
    var facts = element("dl", "", box);
    facts.className = "facts";
    site.facts.forEach(function (fact) {
      element("dt", fact[0], facts);
      element("dd", fact[1], facts);
    });
    return box;
  }

  function look(site, marked) {
    var style = data.styles[site.group];
    return {
      renderer: renderer, color: marked ? "#0b3d91" : style.line, weight: marked ? 4 : 2,
      fillColor: style.fill, fillOpacity: 0.9
    };
  }

  function item(no) { return document.querySelector('#sites [data-site="' + no + '"]'); }

  function mark(no) {
    if (current !== null && layers[current]) {
      layers[current].setStyle(look(layers[current].site, false));
      item(current).firstElementChild.removeAttribute("aria-current");
    }
    current = no;
    if (no === null) { return; }
    layers[no].setStyle(look(layers[no].site, true));
    layers[no].bringToFront();
    item(no).firstElementChild.setAttribute("aria-current", "true");
  }

  data.sites.forEach(function (site) {
    var layer = L.polygon(site.shape, look(site, false)).addTo(map);
    layer.site = site;
    layer.bindPopup(popup(site), { maxWidth: 320, minWidth: 230 });
    layer.bindTooltip(element("span", String(site.no)), {
      permanent: true, direction: "center", className: "site-label"
    });
    layer.on("popupopen", function () {
      mark(site.no);
      item(site.no).scrollIntoView({ block: "nearest" });
    });
    layer.on("popupclose", function () { if (current === site.no) { mark(null); } });
    layers[site.no] = layer;
  });

  data.streets.forEach(function (street) {
    L.tooltip({ permanent: true, direction: "center", className: "street-label", interactive: false })
      .setLatLng(street[1]).setContent(element("span", street[0])).addTo(map);
  });

  document.getElementById("sites").addEventListener("click", function (event) {
    var row = event.target.closest("li");
    if (!row) { return; }
    var layer = layers[row.dataset.site];
    map.fitBounds(layer.getBounds(), { maxZoom: 18, padding: [80, 80], animate: false });
    layer.openPopup();
  });

  var boxes = Array.prototype.slice.call(document.querySelectorAll("#filters input"));
  function filter() {
    var wanted = {};
    boxes.forEach(function (box) { wanted[box.value] = box.checked; });
    var shown = 0;
    data.sites.forEach(function (site) {
      var visible = wanted[site.group];
      item(site.no).hidden = !visible;
      if (visible) { shown += 1; layers[site.no].addTo(map); } else { layers[site.no].remove(); }
    });
    document.getElementById("none").hidden = shown > 0;
    declutter();
  }
  boxes.forEach(function (box) { box.addEventListener("change", filter); });

  var north = L.control({ position: "topright" });
  north.onAdd = function () {
    var box = L.DomUtil.create("div", "north");
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", data.texts.north);
    box.innerHTML = '<svg width="20" height="34" viewBox="0 0 20 34" aria-hidden="true">' +
      '<path d="M10 11 L16 32 L10 27 L4 32 Z" fill="#1f262c"/>' +
      '<text x="10" y="9" text-anchor="middle" font-size="11" font-weight="700" fill="#1f262c">N</text></svg>';
    return box;
  };
  north.addTo(map);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  map.attributionControl.setPrefix("");
  map.attributionControl.addAttribution(data.texts.attribution);

  // numbers that would lie on one another wait until the reader comes nearer
  function declutter() {
    map.getContainer().classList.toggle("far", map.getZoom() < 17);
    var taken = [];
    data.sites.forEach(function (site) {
      var layer = layers[site.no];
      var tip = layer.getTooltip().getElement();
      if (!tip || !map.hasLayer(layer)) { return; }
      var spot = map.latLngToLayerPoint(layer.getCenter());
      var free = taken.every(function (other) {
        return Math.abs(other.x - spot.x) > 30 || Math.abs(other.y - spot.y) > 17;
      });
      tip.style.display = free ? "" : "none";
      if (free) { taken.push(spot); }
    });
  }
  map.on("zoomend", declutter);

  // the panel takes its place after the map was made; the map must learn its true size first
  function arrange() {
    map.invalidateSize({ animate: false });
    map.fitBounds(data.bounds, { maxZoom: 18, padding: [24, 24], animate: false });
    declutter();
  }
  arrange();
  window.addEventListener("load", arrange);
})();
