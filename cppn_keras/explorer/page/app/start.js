// What runs at once: every part of the page is set up, and the first picture drawn.
"use strict";

function introduce(model) {
  const size = `${model.width} × ${model.height}`;
  const asks = model.channels === 1 ? "how bright" : "what colour";
  byId("intro").textContent =
    model.kind === "art"
      ? "A network with random weights, which nobody trained. It answers one question: " +
        `${asks} is the point (x, y)? It can be asked for any point, so zoom in.`
      : `Drawn by a network that has seen only pictures of ${size} pixels. It answers one ` +
        `question: ${asks} is the point (x, y)? It can be asked for any point, so zoom in.`;
}

// Never a page that is silent when something fails.
function sayProblem(reason) {
  const message = (reason && reason.message) || String(reason);
  byId("problem").textContent = `Something went wrong: ${message} Load the page again to go on.`;
  byId("problem").hidden = false;
}

function startExplorer() {
  addEventListener("error", (event) => sayProblem(event.error || event.message));
  addEventListener("unhandledrejection", (event) => sayProblem(event.reason));
  const model = readModel(MODEL);
  const explorer = new Explorer(model);
  window.explorer = explorer;
  introduce(model);
  document.querySelector("main").classList.toggle("wide", model.kind === "art");
  setUpView(explorer);
  setUpDigits(explorer);
  setUpWalk(explorer);
  setUpControls(explorer);
  setUpSketch(explorer);
  setUpPad(explorer);
  setUpArithmetic(explorer);
  setUpCompare(explorer);
  setUpSaving(explorer);
  setUpShader(explorer);
  setUpLink(explorer);
  setUpBench(explorer);
  explorer.painter.start();
}

startExplorer();
