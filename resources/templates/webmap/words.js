// Sentences and numbers in the language of the page, and what is said aloud to a screen reader.
(function (app) {
  "use strict";
  const texts = app.data.texts;
  const whole = new Intl.NumberFormat(app.data.lang, { maximumFractionDigits: 0 });
  const hundredths = new Intl.NumberFormat(app.data.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  let waiting = 0;

  app.text = function (name, values) {
    return Object.keys(values || {}).reduce(
      (sentence, key) => sentence.split("{" + key + "}").join(values[key]), texts[name]);
  };

  app.number = (value) => whole.format(value);

  // as the program writes areas: whole m², from one hectare on ha
  app.area = (m2) => (m2 >= 10000 ? hundredths.format(m2 / 10000) + " ha" : whole.format(m2) + " m²");

  // said once things are quiet, so that typing is not talked over
  app.say = function (sentence) {
    clearTimeout(waiting);
    waiting = setTimeout(function () { app.byId("status").textContent = sentence; }, 350);
  };

  let fading = 0;
  app.showMessage = function (sentence) {
    const box = app.byId("message");
    box.textContent = sentence;
    box.hidden = false;
    app.say(sentence);
    clearTimeout(fading);
    fading = setTimeout(function () { box.hidden = true; }, 8000);
  };
})(flurinfill);
