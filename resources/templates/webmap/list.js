// The list beside the map: one button for each site; Tab comes to it once, the arrow keys go through it.
(function (app) {
  "use strict";
  const STEP = 10;
  const list = app.byId("sites");
  let current = null;

  function swatch(site) {
    return document.querySelector('#kinds .swatch[data-group="' + site.group + '"]').cloneNode(true);
  }

  function makeRow(site) {
    const row = app.element("li", "");
    const button = app.element("button", "", row, "row");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.site = String(site.no);
    app.element("span", String(site.no), button, "no");
    app.element("span", site.name, button, "name");
    app.element("span", site.size, button, "size");
    const more = app.element("span", "", button, "more");
    more.appendChild(swatch(site));
    app.element("span", app.groups[site.group].text, more, "unseen");
    app.element("span", [site.street, site.village].filter(Boolean).join(" · "), more);
    site.row = row;
    site.button = button;
  }

  function hold(site) {
    if (current) { current.button.tabIndex = -1; }
    current = site;
    if (site) { site.button.tabIndex = 0; }
  }

  // scrolls the list and nothing else
  function reveal(row, middle) {
    const rows = app.byId("panel-list"), scrolls = getComputedStyle(rows).overflowY === "auto";
    const frame = scrolls ? rows : app.byId("panel"), seen = frame.getBoundingClientRect(), box = row.getBoundingClientRect();
    const room = middle ? (seen.height - box.height) / 2 : 0;
    if (middle && box.top >= seen.top && box.bottom <= seen.bottom) { return; }
    if (middle || box.top < seen.top) { frame.scrollTop += box.top - seen.top - room; }
    else if (box.bottom > seen.bottom) { frame.scrollTop += box.bottom - seen.bottom; }
  }

  app.focusRow = function (site) {
    hold(site);
    site.button.focus({ preventScroll: true });
    reveal(site.row, false);
  };

  function arrange() {
    list.replaceChildren.apply(list, app.shown.map((site) => site.row));
    hold(app.selected && app.isShown(app.selected) ? app.selected : app.shown[0] || null);
  }

  function mark(how) {
    list.querySelectorAll("[aria-current]").forEach((button) => button.removeAttribute("aria-current"));
    const site = app.selected;
    if (!site) { return; }
    site.button.setAttribute("aria-current", "true");
    if (!app.isShown(site)) { return; }
    hold(site);
    if (how.from === "list") { return; }
    reveal(site.row, true);
    requestAnimationFrame(function () { reveal(site.row, true); }); // rows have their true heights now
  }

  const siteOf = (button) => app.sites.find((site) => site.button === button);

  function onKey(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: STEP, PageUp: -STEP, Home: -Infinity, End: Infinity };
    const button = event.target.closest(".row");
    if (!button || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const here = app.shown.indexOf(siteOf(button));
    const there = Math.min(Math.max(here + steps[event.key], 0), app.shown.length - 1);
    event.preventDefault();
    app.focusRow(app.shown[there]);
  }

  app.setUpList = function () {
    app.sites.forEach(makeRow);
    list.addEventListener("keydown", onKey);
    list.addEventListener("click", function (event) {
      const button = event.target.closest(".row");
      if (button) { app.select(siteOf(button), { from: "list", keyboard: event.detail === 0 }); }
    });
    app.on("shown", arrange);
    app.on("selected", mark);
  };
})(flurinfill);
