// Arithmetic with codes: A + B − C, each of them a digit or the current picture.
"use strict";

const SLOTS = ["a", "b", "c"];
const SLANTED = 2; // standard deviations of slant, for the example

class Arithmetic {
  constructor(explorer, choices) {
    this.explorer = explorer;
    this.choices = choices;
    this.slots = Object.fromEntries(SLOTS.map((name) => [name, this.slot(name)]));
  }

  slot(name) {
    const box = element("div", { className: "slot", id: `slot-${name}` });
    const label = name.toUpperCase();
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", label);
    const canvas = element("canvas", { ...THUMB });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${label}: empty`);
    const menu = digitMenu(this.choices, `Digit for ${label}`);
    menu.prepend(element("option", { value: "", textContent: label }));
    menu.append(element("option", { value: "other", textContent: "picture", hidden: true }));
    menu.value = "";
    menu.addEventListener("change", () => menu.value && this.put(name, this.choices[menu.value]));
    const here = element("button", { type: "button", textContent: "Put here" });
    here.setAttribute("aria-label", `Put the current picture into ${label}`);
    here.onclick = () => this.put(name, this.current());
    box.append(canvas, menu, here);
    return { box, canvas, menu, z: null };
  }

  current() {
    return { name: "picture", z: Float32Array.from(this.explorer.state.z) };
  }

  // Fills a slot; `item` is {name, z}.
  put(name, item) {
    const slot = this.slots[name];
    slot.z = item.z;
    slot.box.classList.add("filled");
    slot.canvas.setAttribute("aria-label", `${name.toUpperCase()}: ${item.name}`);
    const index = this.choices.indexOf(item);
    slot.menu.lastElementChild.textContent = item.name;
    slot.menu.value = index < 0 ? "other" : index;
    byId("sum").disabled = !SLOTS.every((one) => this.slots[one].z);
    this.explorer.miniatures.drawOn(slot.canvas, item, THUMB);
  }

  firstEmpty() {
    return SLOTS.find((name) => !this.slots[name].z) || "a";
  }

  show() {
    const { a, b, c } = this.slots;
    this.explorer.morphTo(added(added(a.z, b.z), c.z, -1), "arithmetic");
  }
}

// 9 + slanted 1 − upright 1, where the model has these; else null.
function exampleOf(model, choices) {
  const slant = model.directions.find(({ name }) => name === "slant");
  const [nine, one] = [9, 1].map((label) => choices.find((choice) => choice.label === label));
  if (!slant || !nine || !one) return null;
  const slanted = { name: "slanted 1", z: added(one.z, slant.step, SLANTED) };
  return [nine, slanted, { name: "upright 1", z: one.z }];
}

function setUpArithmetic(explorer) {
  const choices = labelled(explorer.model);
  if (!choices.length) return;
  byId("arithmetic").hidden = false;
  const sums = new Arithmetic(explorer, choices);
  const { a, b, c } = sums.slots;
  const sign = (text) => element("span", { textContent: text });
  byId("slots").append(a.box, sign("+"), b.box, sign("−"), c.box);
  const chip = (text, item) => {
    const button = element("button", { type: "button", textContent: text });
    new Drag(button, ".slot", ({ id }) => sums.put(id.replace("slot-", ""), item()));
    button.onclick = () => sums.put(sums.firstEmpty(), item());
    byId("chips").append(button);
  };
  for (const choice of choices.filter(({ label }) => label <= 9)) chip(choice.name, () => choice);
  chip("Current picture", () => sums.current());
  byId("sum").onclick = () => sums.show();

  const example = exampleOf(explorer.model, choices);
  if (!example) return;
  byId("example").hidden = false;
  byId("example").textContent = "Example: 9 + slanted 1 − upright 1";
  byId("example").onclick = () => {
    SLOTS.forEach((name, i) => sums.put(name, example[i]));
    sums.show();
  };
}
