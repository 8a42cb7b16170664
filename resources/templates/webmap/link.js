// Links to a site: "#site=12&plot=25%2F3&in=Neuhain". The plot and where it lies count, where the map was
// made anew and its numbers have changed; "#site=12" or "#plot=25/3" alone do as well. The back button goes
// through what was selected.
(function (app) {
  "use strict";

  app.linkTo = (site) => location.href.split("#")[0] + hashOf(site);

  // a town has many plots 25/3, one in each Gemarkung and Flur
  const whereOf = (site) => site.facts.filter((fact) => app.data.where.includes(fact[0])).map((fact) => fact[1]).join(", ");

  function hashOf(site) {
    if (!site) { return ""; }
    const where = whereOf(site), plot = encodeURIComponent(site.numbers.join(","));
    return "#site=" + site.no + "&plot=" + plot + (where ? "&in=" + encodeURIComponent(where) : "");
  }

  function asked() {
    const hash = location.hash.slice(1), given = new URLSearchParams(hash);
    if (!given.has("site") && !given.has("plot")) { return null; }
    const plots = (given.get("plot") || "").split(",").map((text) => text.trim()).filter(Boolean);
    return { no: Number(given.get("site")), plots: plots, where: given.get("in") || "" };
  }

  function find(wanted) {
    const byNumber = app.sites.find((site) => site.no === wanted.no);
    const has = (site) => wanted.plots.some((plot) => site.numbers.includes(plot)) && (!wanted.where || whereOf(site) === wanted.where);
    if (!wanted.plots.length || (byNumber && has(byNumber))) { return byNumber || null; }
    return app.sites.find(has) || null;
  }

  function follow() {
    const wanted = asked();
    if (!wanted) {
      if (!location.hash) { app.select(null, { from: "link" }); }
      return;
    }
    const site = find(wanted);
    if (!site) { app.showMessage(app.text("not_here")); return; }
    if (site === app.selected) { return; }
    if (!app.isShown(site)) { app.resetFilters(); }
    app.select(site, { from: "link" });
  }

  function remember(how) {
    if (how.from === "link") { return; }
    const hash = hashOf(app.selected);
    if (hash !== location.hash && (hash || location.hash)) { location.hash = hash; }
  }

  app.setUpLinks = function () {
    app.on("selected", remember);
    addEventListener("hashchange", follow);
    document.querySelectorAll(".skip").forEach(function (skip) {
      skip.addEventListener("click", function (event) {
        event.preventDefault();
        const target = app.byId(skip.dataset.to);
        const row = skip.dataset.to === "sites" && target.querySelector('[tabindex="0"]');
        (row || target).focus();
      });
    });
    follow();
  };
})(flurinfill);
