// The current picture as GLSL, to be copied to Shadertoy.
"use strict";

async function copyText(text, field = null) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (field) field.select(); // a browser that refuses: the visitor can copy it by hand
    return false;
  }
}

function setUpShader(explorer) {
  const text = byId("glsl-text");
  byId("glsl-show").onclick = () => {
    const { model, state } = explorer;
    text.value = shadertoy(fold(model.network, state.z, state.delta), state.view);
    byId("glsl-copied").textContent = "";
    byId("glsl").showModal();
    text.scrollTop = 0;
  };
  byId("glsl-copy").onclick = async () => {
    byId("glsl-copied").textContent = (await copyText(text.value, text))
      ? "Copied."
      : "Selected: press Ctrl+C, or ⌘C on a Mac.";
  };
}
