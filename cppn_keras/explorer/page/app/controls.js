// Sliders: for the directions that were found in the data, and for every single number of the code.
//
// z = base + the sum of amount · step over the directions. A slider of a single number moves the
// base. A code from elsewhere becomes the base, and the amounts go back to 0.
"use strict";

const LATENT_RANGE = 3.5; // a code is normal: beyond this are 0.05 % of all

class Controls {
  constructor(explorer) {
    this.explorer = explorer;
    this.directions = explorer.model.directions;
    this.amounts = this.directions.map(() => 0);
    this.range = explorer.model.kind === "art" ? 1.5 : LATENT_RANGE;
    this.take();
  }

  // The current code becomes the base.
  take() {
    this.chosen = this.explorer.state.z; // what a slider of a single number goes back to
    this.base = Float32Array.from(this.chosen);
    this.amounts.fill(0);
  }

  code() {
    return this.directions.reduce(
      (z, { step }, k) => added(z, step, this.amounts[k]),
      this.base
    );
  }

  moveDirection(k, amount) {
    this.amounts[k] = amount;
    this.explorer.show(this.code(), "controls", true);
  }

  moveLatent(i, value) {
    this.base[i] += value - this.code()[i];
    this.explorer.show(this.code(), "controls", true);
  }
}

// A labelled slider: {row, show(value)}; what it moves shows its value. Double click and Escape set
// it back.
function slider(name, [low, high], attribute, { move, reset }) {
  const row = element("label", { className: "slider" });
  const input = element("input", { type: "range", min: low, max: high, step: 0.01 });
  const value = element("output");
  input.dataset[attribute.name] = attribute.value;
  input.setAttribute("aria-label", name);
  const show = (number) => {
    input.value = number;
    value.textContent = number.toFixed(2).replace("-", "−");
  };
  input.addEventListener("input", () => move(Number(input.value)));
  input.addEventListener("dblclick", reset);
  input.addEventListener("keydown", (event) => event.key === "Escape" && reset());
  row.append(element("span", { textContent: name }), input, value);
  return { row, show };
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

function setUpControls(explorer) {
  const controls = new Controls(explorer);
  const directions = controls.directions.map(({ name, low, high }, k) => {
    const attribute = { name: "direction", value: name };
    return slider(capital(name), [low, high], attribute, {
      move: (amount) => controls.moveDirection(k, amount),
      reset: () => controls.moveDirection(k, 0),
    });
  });
  const { latent } = explorer.model;
  const latents = Array.from({ length: latent }, (_, i) => {
    const attribute = { name: "latent", value: i };
    return slider(`z ${i + 1}`, [-controls.range, controls.range], attribute, {
      move: (value) => controls.moveLatent(i, value),
      reset: () => controls.moveLatent(i, controls.chosen[i]),
    });
  });
  byId("directions").append(...directions.map(({ row }) => row));
  byId("directions").hidden = !directions.length;
  byId("latents").append(...latents.map(({ row }) => row));
  byId("latents").open = !directions.length && latent <= 16;
  byId("latents").querySelector("summary").textContent = `The ${latent} numbers of the code`;
  const show = () => {
    directions.forEach((line, k) => line.show(controls.amounts[k]));
    if (byId("latents").open) latents.forEach((line, i) => line.show(explorer.state.z[i]));
  };
  byId("latents").addEventListener("toggle", show);
  explorer.onChange((kind, source) => {
    if (kind !== "code") return;
    if (source !== "controls") controls.take();
    show();
  });
  show();
}
