// Search as people type: plot numbers in any spelling, streets, villages, case numbers, identifiers.
// Every word must be found; umlauts may be written out, "str." is "straße".
(function (app) {
  "use strict";
  const WRITTEN = /^(\d{6})-(?:(\d{3})-)?(\d{5})(?:\/([0-9a-z]{1,4}))?$/;
  const BEFORE = /\b(?:flurst(?:ue|u)?cks?(?:nummer)?|flurst|flst|fl\.?\s?st|plot|nr|no)\b\.?/g;

  function fold(text) {
    return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u").replace(/str(?:\.|\b)/g, "strasse");
  }

  // 00025/003, 25 / 3, 25-3 and 25/3 are one number; 25/a and 25a too
  function plot(text) {
    const found = /^0*(\d+)(?:[/-]?0*([0-9a-z]*))$/.exec(text.replace(/\s/g, ""));
    if (!found) { return ""; }
    return found[2] ? found[1] + "/" + found[2] : found[1];
  }

  function identifier(text) {
    const plain = text.trim().toLowerCase();
    const parts = WRITTEN.exec(plain);
    if (parts) {
      const rest = parts[4] ? ("000" + parts[4]).slice(-4) : "";
      return parts[1] + (parts[2] || "___") + parts[3] + rest;
    }
    const joined = plain.replace(/ /g, "_").replace(/_+$/, "");
    return /^[0-9a-z_]{11,20}$/.test(joined) && /^\d{6}/.test(joined) ? joined : "";
  }

  function words(text) { return fold(text).split(/[\s,;()„“"·]+/).filter(Boolean); }

  const searched = new Set(app.data.searched);

  app.sites.forEach(function (site) {
    const told = [site.village, site.street, site.find || ""]
      .concat(site.facts.filter((fact) => searched.has(fact[0])).map((fact) => fact[1]));
    const all = words(told.join(" "));
    all.slice().forEach(function (word) { all.push.apply(all, word.split(/[-/]/).slice(1)); });
    site.words = " " + all.join(" ");
    site.plots = site.numbers.map(plot);
    site.search_ids = site.ids.map((id) => id.toLowerCase());
  });

  function fits(site, word) {
    return site.words.includes(" " + word.text) || (word.plot && site.plots.some((each) => each.startsWith(word.plot)));
  }

  // how well each site fits: 0 not at all, 2 where the number is exactly what was asked for
  app.searcher = function (asked) {
    const id = identifier(asked);
    if (id) { return (site) => (site.search_ids.some((each) => each.startsWith(id)) ? 2 : 0); }
    const plain = fold(asked).replace(BEFORE, " ").replace(/(\d)\s*\/\s*([0-9a-z])/g, "$1/$2");
    const wanted = plain.split(/[\s,;()„“"·]+/).filter(Boolean).map((text) => ({ text: text, plot: plot(text) }));
    if (!wanted.length) { return () => 1; }
    return function (site) {
      if (!wanted.every((word) => fits(site, word))) { return 0; }
      return wanted.some((word) => word.plot && site.plots.includes(word.plot)) ? 2 : 1;
    };
  };
})(flurinfill);
