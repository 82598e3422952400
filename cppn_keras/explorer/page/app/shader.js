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
  const menu = byId("glsl-tab");
  let tabs = [];
  const show = () => {
    text.value = tabs[menu.selectedIndex].text;
    text.scrollTop = 0;
    byId("glsl-copied").textContent = "";
  };
  menu.onchange = show;
  byId("glsl-show").onclick = () => {
    const { model, state } = explorer;
    tabs = shadertoyTabs(fold(model.network, state.z, state.delta), state.view);
    menu.replaceChildren(...tabs.map(({ name }) => element("option", { textContent: name })));
    byId("glsl-tabs").hidden = tabs.length === 1;
    byId("glsl").showModal();
    show();
  };
  byId("glsl-copy").onclick = async () => {
    byId("glsl-copied").textContent = (await copyText(text.value, text))
      ? "Copied."
      : "Selected: press Ctrl+C, or ⌘C on a Mac.";
  };
}
