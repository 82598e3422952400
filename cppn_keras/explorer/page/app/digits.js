// Buttons for what can be shown: each label, a random picture, the one that the page began with.
"use strict";

// The labels that have a code, with their names: [{label, name, z}]; none where there is only one.
function labelled({ labels, digits }) {
  const found = labels.filter((label) => digits[label]);
  if (found.length < 2) return [];
  return found.map((label) => ({ label, name: nameOfLabel(label), z: digits[label] }));
}

function setUpDigits(explorer) {
  const { model } = explorer;
  const row = byId("digits");
  const letters = byId("letters").querySelector("div");
  for (const { label, name, z } of labelled(model)) {
    const button = element("button", { type: "button", textContent: name });
    button.dataset.label = label;
    button.onclick = () => explorer.morphTo(z, "digits");
    (label > 9 ? letters : row).append(button);
  }
  row.hidden = !row.children.length;
  byId("letters").hidden = !letters.children.length;
  byId("random").onclick = () => explorer.morphTo(randomCode(model), "random");
  byId("first").hidden = !model.start.delta;
  byId("first").onclick = () => explorer.showFirst("digits");
}
