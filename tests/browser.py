"""A real browser without a screen, Debian's Chromium, for the tests of the explorer's page.

Every test that needs it is skipped, with one line, where selenium, chromium or chromedriver is
missing. WebGL2 is drawn by SwiftShader, on the processor.
"""

import base64
import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
NO_GRAPHICS = ("--disable-gpu", "--disable-software-rasterizer", "--disable-3d-apis")
QUIET = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run")
NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking")
SECONDS = 100  # for one answer: other tests run at the same time

ASK = """
const done = arguments[arguments.length - 1];
const given = Array.prototype.slice.call(arguments, 0, -1);
const packed = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096)
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return {packed: btoa(text), type: array.constructor.name};
};
(async function () { %s }).apply(null, given).then(
  (value) => done({value: ArrayBuffer.isView(value) ? packed(value) : value}),
  (error) => done({error: String(error && (error.stack || error))}));
"""
TYPES = {
    "Uint8Array": "u1",
    "Uint8ClampedArray": "u1",
    "Uint32Array": "<u4",
    "Float32Array": "<f4",
    "Float64Array": "<f8",
}


@contextlib.contextmanager
def chromium(downloads: Path, graphics: bool = True) -> Iterator:
    """A selenium driver of a new browser, 1280 pixels wide, that saves to `downloads`.

    Without `graphics` it has no WebGL, and says so to pages.
    """
    webdriver = pytest.importorskip("selenium.webdriver", reason="pip install -e .[browser]")
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("chromium and chromedriver are not installed")
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (*QUIET, *NO_NETWORK, *(GRAPHICS if graphics else NO_GRAPHICS)):
        options.add_argument(flag)
    options.add_argument("--window-size=1280,1000")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    started = webdriver.Chrome(options=options, service=service)
    started.set_script_timeout(SECONDS)
    try:
        yield started
    finally:
        started.quit()


def ask(driver, script: str, *arguments):
    """What the body of an async function in the page returns; a typed array as a NumPy array.

    Raises AssertionError with what the function throws.
    """
    answer = driver.execute_async_script(ASK % script, *map(_plain, arguments))
    assert "error" not in answer, answer["error"]
    value = answer.get("value")
    if isinstance(value, dict) and "packed" in value:
        return np.frombuffer(base64.b64decode(value["packed"]), TYPES[value["type"]])
    return value


def _plain(argument):
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


def open_text(driver, text: str, path: Path, address: str = "") -> None:
    """Saves a page and opens it from disk; `address` follows the path, such as "#link"."""
    path.write_text(text, encoding="utf-8")
    driver.get(path.as_uri() + address)


def complaints(driver) -> list[str]:
    """Errors and warnings on the page's console since the last call."""
    return [
        entry["message"]
        for entry in driver.get_log("browser")
        if entry["level"] in ("SEVERE", "WARNING")
    ]


def find(driver, selector: str):
    """The element, in the middle of the window."""
    element = driver.find_element("css selector", selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def actions(driver):
    """A chain of what mouse, wheel and keys do."""
    from selenium.webdriver import ActionChains

    return ActionChains(driver, duration=20)


def key(name: str) -> str:
    """What the key of that name sends."""
    from selenium.webdriver import Keys

    return getattr(Keys, name)


def settled(driver):
    """z and view, once the full picture is drawn and nothing moves."""
    script = "await explorer.settled(); return {z: [...explorer.state.z], ...explorer.state.view}"
    found = ask(driver, script)
    return np.float32(found["z"]), {key: found[key] for key in ("x", "y", "extent")}


def says(driver, selector: str) -> str:
    """The text of an element."""
    return driver.find_element("css selector", selector).text


def wait_for(what, seconds: float = 60):
    """The first value of what() that is true."""
    end = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return value


def canvas_of(driver, selector: str) -> np.ndarray:
    """The pixels of a canvas, uint8 (height, width, 3)."""
    script = """
      const seen = document.querySelector(arguments[0]);
      const {width, height} = seen;
      const copy = new OffscreenCanvas(width, height).getContext("2d");
      copy.drawImage(seen, 0, 0);
      const {data} = copy.getImageData(0, 0, width, height);
      const all = new Uint8Array(8 + data.length);
      new DataView(all.buffer).setUint32(0, height, true);
      new DataView(all.buffer).setUint32(4, width, true);
      all.set(data, 8);
      return all;"""
    found = ask(driver, script, selector)
    height, width = (int(n) for n in found[:8].view("<u4"))
    return found[8:].reshape(height, width, 4)[..., :3]
