// The one place that the parts of the page share: the data, and who wants to know what.
// Parts tell the hub that something changed ("shown", "selected", "theme", "view"); nobody calls back.
const flurinfill = {};
(function (app) {
  "use strict";
  const listeners = {};

  app.data = JSON.parse(document.getElementById("data").textContent);
  app.byId = (id) => document.getElementById(id);

  app.on = function (event, listener) {
    (listeners[event] = listeners[event] || []).push(listener);
  };

  app.tell = function (event, value) {
    (listeners[event] || []).forEach((listener) => listener(value));
  };

  // text always becomes text, never markup
  app.element = function (name, text, parent, className) {
    const node = document.createElement(name);
    if (text) { node.textContent = text; }
    if (className) { node.className = className; }
    if (parent) { parent.appendChild(node); }
    return node;
  };

  app.reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  app.hasFinger = () => matchMedia("(pointer: coarse)").matches;
  app.isNarrow = () => matchMedia("(max-width: 700px)").matches;
})(flurinfill);
