// The card of the selected site: its facts, a link to it, a way back to the list.
(function (app) {
  "use strict";
  const field = app.byId;
  const card = field("card");
  let cameByKeyboard = false;

  function fill(site) {
    field("card-title").textContent = site.no + " · " + site.name;
    field("card-kind").textContent = [site.size, site.street, site.village].filter(Boolean).join(" · ");
    const facts = field("card-facts");
    facts.replaceChildren();
    site.facts.forEach(function (fact) {
      const line = app.element("div", "", facts);
      app.element("dt", app.data.labels[fact[0]], line);
      app.element("dd", fact[1], line);
    });
    field("card-link").hidden = true;
  }

  function show(how) {
    const site = app.selected;
    card.hidden = !site;
    document.documentElement.classList.toggle("has-card", Boolean(site));
    if (!site) { return; }
    fill(site);
    card.scrollTop = 0;
    cameByKeyboard = Boolean(how.keyboard);
    if (how.keyboard) { field("card-title").focus({ preventScroll: true }); }
    else { app.say([site.no, site.name, site.size].join(", ")); }
  }

  function close() {
    const site = app.selected;
    if (!site) { return; }
    const inside = card.contains(document.activeElement);
    app.select(null, { from: "card" });
    if ((inside || cameByKeyboard) && app.isShown(site)) { app.focusRow(site); }
  }

  function copyByHand(address) {
    const input = field("card-link").querySelector("input");
    field("card-link").hidden = false;
    input.value = address;
    input.focus();
    input.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    if (done) { app.showMessage(app.text("copied")); }
  }

  function copy() {
    const address = app.linkTo(app.selected);
    if (!navigator.clipboard) { copyByHand(address); return; }
    navigator.clipboard.writeText(address).then(
      () => app.showMessage(app.text("copied")), () => copyByHand(address));
  }

  app.setUpCard = function () {
    app.on("selected", show);
    app.on("again", function (how) { if (how.keyboard) { field("card-title").focus(); } });
    field("card-close").addEventListener("click", close);
    field("card-zoom").addEventListener("click", function () { app.zoomTo(app.selected); });
    field("card-copy").addEventListener("click", copy);
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || event.defaultPrevented) { return; }
      if (document.activeElement === field("search") && field("search").value) { return; }
      if (app.selected) { close(); event.preventDefault(); }
    });
  };
})(flurinfill);
