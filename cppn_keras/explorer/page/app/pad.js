// A square between four digits: every point in it is a mixture of its corners.
"use strict";

const PAD_STEP = 0.05; // what an arrow key moves
const CORNERS = { a: "top left", b: "top right", c: "bottom left", d: "bottom right" };
const THUMB = { width: 64, height: 64, samples: 1 }; // small pictures of codes

// The share of each corner, which sum to 1.
const shares = (x, y) => [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];

class Pad {
  constructor(explorer, choices) {
    this.explorer = explorer;
    this.choices = choices;
    this.at = [0.5, 0.5]; // across, down
    this.pad = byId("pad");
    this.corners = Object.keys(CORNERS).map((area, k) => this.corner(area, k));
  }

  corner(area, k) {
    const box = element("div", { className: k < 2 ? "corner" : "corner low" });
    const canvas = element("canvas", { ...THUMB });
    canvas.setAttribute("aria-hidden", "true");
    const select = digitMenu(this.choices, `Digit ${CORNERS[area]}`);
    select.selectedIndex = k % this.choices.length;
    box.style.gridArea = area;
    box.append(canvas, select);
    byId("corners").append(box);
    const show = () => this.explorer.miniatures.drawOn(canvas, this.choices[select.value], THUMB);
    select.addEventListener("change", () => {
      show();
      this.move(...this.at);
    });
    return { select, show };
  }

  // Draws the corners, once they are seen.
  showCorners() {
    for (const { show } of this.corners) show();
  }

  move(x, y) {
    this.at = [x, y].map((part) => Math.min(1, Math.max(0, part)));
    const chosen = this.corners.map(({ select }) => this.choices[select.value]);
    const parts = shares(...this.at);
    const nothing = new Float32Array(this.explorer.model.latent);
    this.explorer.show(
      parts.reduce((z, part, k) => added(z, chosen[k].z, part), nothing),
      "pad"
    );
    this.say(chosen, parts);
  }

  say(chosen, parts) {
    const [x, y] = this.at.map((part) => `${100 * part}%`);
    this.pad.style.setProperty("--x", x);
    this.pad.style.setProperty("--y", y);
    this.pad.setAttribute("aria-valuenow", Math.round(100 * this.at[0]));
    const words = parts.map((part, k) => `${Math.round(100 * part)} % ${chosen[k].name}`);
    this.pad.setAttribute("aria-valuetext", words.join(", "));
  }
}

// A menu of digits; its value is an index into `choices`.
function digitMenu(choices, label) {
  const select = element("select");
  select.setAttribute("aria-label", label);
  choices.forEach(({ name }, i) => {
    select.append(element("option", { value: i, textContent: name }));
  });
  return select;
}

// Calls `show` when the panel first comes into sight.
function whenSeen(panel, show) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    show();
  });
  observer.observe(panel);
}

function setUpPad(explorer) {
  const choices = labelled(explorer.model);
  if (!choices.length) return;
  byId("pad-panel").hidden = false;
  const pad = new Pad(explorer, choices);
  whenSeen(byId("pad-panel"), () => pad.showCorners());
  const at = (event) => {
    const box = pad.pad.getBoundingClientRect();
    pad.move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  pad.pad.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    pad.pad.setPointerCapture(event.pointerId);
    at(event);
  });
  pad.pad.addEventListener("pointermove", (event) => {
    if (pad.pad.hasPointerCapture(event.pointerId)) at(event);
  });
  pad.pad.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    pad.move(pad.at[0] + PAD_STEP * arrow[0], pad.at[1] + PAD_STEP * arrow[1]);
  });
}
