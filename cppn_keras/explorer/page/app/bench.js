// How fast this device draws: shown where the address has ?bench.
"use strict";

async function bench(model, drawer) {
  const lines = { webgl2: "", javascript: "" };
  const program = fold(model.network, model.start.z, model.start.delta);
  for (const way of Object.keys(lines)) {
    await benchmark(program, way, (text) => {
      lines[way] = text;
      byId("bench").textContent = Object.values(lines).filter(Boolean).join("\n");
    });
  }
  byId("bench").dataset.done = drawer.way;
}

async function setUpBench(explorer) {
  if (!new URLSearchParams(location.search).has("bench")) return;
  byId("bench-panel").hidden = false;
  byId("bench").textContent = "Measuring, which may take a minute.";
  await nextFrame();
  await explorer.settled();
  await bench(explorer.model, explorer.drawer);
}
