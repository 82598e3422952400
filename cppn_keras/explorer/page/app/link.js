// A link that holds the picture: z in 32 bits and the view in 64, as base64 after the #. What
// refines a code does not fit into it.
"use strict";

const LINK_DELAY = 300; // milliseconds without a change, then the address follows
const SENSIBLE = 100; // no number of a code is larger

function linkOf({ z, view }) {
  const bytes = new Uint8Array(4 * z.length + 24);
  const numbers = new DataView(bytes.buffer);
  z.forEach((value, i) => numbers.setFloat32(4 * i, value, true));
  [view.x, view.y, view.extent].forEach((value, i) =>
    numbers.setFloat64(4 * z.length + 8 * i, value, true)
  );
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// {z, view}, or null where the text is no link to a picture with a code of that length.
function readLink(text, latent) {
  let bytes;
  try {
    bytes = bytesOf(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
  if (bytes.length !== 4 * latent + 24) return null;
  const numbers = new DataView(bytes.buffer);
  const z = Float32Array.from({ length: latent }, (_, i) => numbers.getFloat32(4 * i, true));
  const [x, y, extent] = [0, 1, 2].map((i) => numbers.getFloat64(4 * latent + 8 * i, true));
  const fine = [...z, x, y, extent].every((value) => Math.abs(value) <= SENSIBLE) && extent > 0;
  return fine ? { z, view: { x, y, extent } } : null;
}

function setUpLink(explorer) {
  const { model, state } = explorer;
  const say = (text) => {
    byId("saved").textContent = text;
  };
  const address = () => location.href.split("#")[0] + (state.delta ? "" : `#${linkOf(state)}`);
  let timer = null;
  const remember = () => {
    timer = null;
    try {
      history.replaceState(null, "", address());
    } catch {
      // too often for this browser: the address stays behind, "Copy link" does not
    }
  };
  const follow = () => {
    const text = location.hash.slice(1);
    if (!text || text === linkOf(state)) return;
    const found = readLink(text, model.latent);
    if (!found) return say("The address holds no picture of this network, so it was left aside.");
    explorer.show(found.z, "link");
    explorer.look(found.view, "link");
  };
  byId("link-copy").onclick = async () => {
    if (state.delta) return say("A refined picture does not fit into a link: save it as PNG.");
    const copied = await copyText(address());
    if (!copied) remember();
    return say(copied ? "Link copied." : "The link is in the address bar.");
  };
  follow();
  addEventListener("hashchange", follow);
  explorer.onChange((kind, source) => {
    if (source === "size" || kind === "asked") return;
    clearTimeout(timer);
    timer = setTimeout(remember, LINK_DELAY);
  });
}
