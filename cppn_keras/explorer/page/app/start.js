// What runs at once: every part of the page is set up, and the first picture drawn.
"use strict";

function introduce({ kind, channels, width, height }) {
  const what = channels === 1 ? "how bright" : "which colour";
  const who =
    kind === "art"
      ? "A network with random weights, which nobody trained,"
      : `A network that has seen only pictures of ${width}\u00a0×\u00a0${height} pixels`;
  byId("intro").textContent =
    `${who} is asked ${what} each point of a picture is. It can be asked about any point: zoom in.`;
}

function startExplorer() {
  const model = readModel(MODEL);
  introduce(model);
  document.querySelector("main").classList.toggle("wide", model.kind === "art");
  const explorer = new Explorer(model);
  window.explorer = explorer;
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
