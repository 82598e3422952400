// How fast this device draws: shown where the address has ?bench.
"use strict";

async function bench(program) {
  const lines = [];
  for (const way of ["webgl2", "javascript"]) {
    const found = await benchmark(program, way);
    lines.push(found ? found.text : "WebGL2: not there in this browser");
    byId("bench").textContent = lines.join("\n");
  }
  byId("bench").dataset.done = "yes";
}

async function setUpBench(explorer) {
  if (!new URLSearchParams(location.search).has("bench")) return;
  const { model, state } = explorer;
  byId("bench-panel").hidden = false;
  byId("bench").textContent = "Measuring, which may take minutes.";
  await nextFrame();
  await explorer.settled();
  await bench(fold(model.network, state.z, state.delta));
}
