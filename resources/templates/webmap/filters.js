// Which sites are shown and in which order: search, kinds, availability, village, size, sorting.
(function (app) {
  "use strict";
  const field = app.byId;
  const boxes = (id) => Array.from(document.querySelectorAll("#" + id + " input"));
  const compare = new Intl.Collator(app.data.lang, { numeric: true, sensitivity: "base" }).compare;
  const ORDERS = {
    no: (a, b) => a.no - b.no,
    village: (a, b) => compare(a.village, b.village) || compare(a.street, b.street) || a.no - b.no,
    size: (a, b) => b.area - a.area || a.no - b.no
  };

  // "1.200" and "1,200" are both 1200, "650,5" is 650.5; what is no number is no limit
  function limit(id, otherwise) {
    const digits = field(id).value.replace(/\s/g, "").replace(/[.,](?=\d{3}(?!\d))/g, "").replace(",", ".");
    const good = /^(\d+(\.\d*)?)?$/.test(digits);
    field(id).setAttribute("aria-invalid", String(!good));
    return good && digits ? Number(digits) : otherwise;
  }

  function checked(id) {
    const all = boxes(id);
    const chosen = all.filter((box) => box.checked).map((box) => box.value);
    return chosen.length === all.length ? null : new Set(chosen);
  }

  function state() {
    return {
      kinds: checked("kinds"), availability: checked("availability"), village: field("village").value,
      from: limit("size-from", 0), to: limit("size-to", Infinity)
    };
  }

  function count(chosen) {
    const size = chosen.from > 0 || chosen.to < Infinity;
    return [chosen.kinds, chosen.availability, chosen.village, size].filter(Boolean).length;
  }

  // in words, for the printed page
  app.filterWords = function () {
    const chosen = state(), words = [];
    const names = (entries, codes) => entries.filter((each) => codes.has(each.code)).map((each) => each.text).join(", ");
    if (field("search").value.trim()) { words.push("„" + field("search").value.trim() + "“"); }
    if (chosen.kinds) { words.push(names(app.data.groups, chosen.kinds) || "–"); }
    if (chosen.availability) { words.push(names(app.data.availability, chosen.availability) || "–"); }
    if (chosen.village) { words.push(chosen.village); }
    if (chosen.from > 0) { words.push("≥ " + app.number(chosen.from) + " m²"); }
    if (chosen.to < Infinity) { words.push("≤ " + app.number(chosen.to) + " m²"); }
    return words.join(" · ");
  };

  app.filter = function () {
    const chosen = state(), rank = app.searcher(field("search").value);
    const found = [];
    app.sites.forEach(function (site) {
      if (chosen.kinds && !chosen.kinds.has(site.group)) { return; }
      if (chosen.availability && !chosen.availability.has(site.availability || "")) { return; }
      if (chosen.village && site.village !== chosen.village) { return; }
      if (site.area < chosen.from || site.area > chosen.to) { return; }
      site.rank = rank(site);
      if (site.rank) { found.push(site); }
    });
    const order = ORDERS[field("sort").value];
    found.sort((a, b) => b.rank - a.rank || order(a, b));
    const active = count(chosen);
    field("active").textContent = String(active);
    field("active").hidden = active === 0;
    field("clear").hidden = !field("search").value;
    app.show(found);
    tellCount();
    if (app.selected && !app.isShown(app.selected)) { app.select(null, { from: "filter" }); }
  };

  function tellCount() {
    const area = app.area(app.shown.reduce((sum, site) => sum + site.area, 0));
    const numbers = { shown: app.number(app.shown.length), count: app.number(app.sites.length) };
    const name = app.shown.length === app.sites.length ? "all_shown" : "shown";
    const sentence = app.sites.length === 1 ? app.data.summary : app.text(name, numbers) + " · " + area;
    field("count").textContent = sentence;
    field("none").hidden = app.shown.length > 0;
    app.say(app.shown.length ? sentence : app.text("nothing"));
  }

  app.resetFilters = function () {
    boxes("kinds").concat(boxes("availability")).forEach(function (box) { box.checked = true; });
    ["village", "size-from", "size-to", "search"].forEach(function (id) { field(id).value = ""; });
    app.filter();
  };

  function fillVillages() {
    const counts = new Map();
    app.sites.forEach((site) => counts.set(site.village, (counts.get(site.village) || 0) + 1));
    const names = Array.from(counts.keys()).filter(Boolean).sort(compare);
    names.forEach(function (name) {
      app.element("option", name + " (" + app.number(counts.get(name)) + ")", field("village")).value = name;
    });
    field("village-field").hidden = names.length < 2;
  }

  app.setUpFilters = function () {
    let waiting = 0;
    fillVillages();
    field("panel").addEventListener("change", app.filter);
    ["search", "size-from", "size-to"].forEach(function (id) {
      field(id).addEventListener("input", function () {
        clearTimeout(waiting);
        waiting = setTimeout(app.filter, 80);
      });
    });
    field("search-form").addEventListener("submit", function (event) {
      event.preventDefault();
      app.filter();
      if (app.shown.length) { app.focusRow(app.shown[0]); }
    });
    field("clear").addEventListener("click", function () {
      field("search").value = "";
      field("search").focus();
      app.filter();
    });
    field("reset").addEventListener("click", app.resetFilters);
    app.filter();
  };
})(flurinfill);
