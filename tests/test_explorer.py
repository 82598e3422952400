"""The explorer's page as a visitor has it: in a real browser, by mouse, wheel and keys."""

import base64
import itertools
import json

import imageio.v3 as iio
import numpy as np
import pytest
from browser import (
    actions,
    ask,
    canvas_of,
    chromium,
    complaints,
    find,
    key,
    open_text,
    says,
    settled,
    wait_for,
)
from explored import expected, farthest, job

from cppn_keras import Sampler, art, explorer

pytestmark = pytest.mark.slow
REQUEST = "Network.requestWillBeSent"
SIDE = 40  # pixels of the large picture: SwiftShader takes 0.1 ms for each sample
SMALL = f"#frame {{ width: {SIDE}px !important; max-height: none !important; }}"


def small(text: str) -> str:
    """A page whose large picture is small."""
    return text.replace("</style>", f"{SMALL}</style>")


@pytest.fixture(scope="module")
def mnist():
    return Sampler.from_pretrained("mnist", seed=0)


@pytest.fixture(scope="module")
def text(mnist):
    return small(explorer.page(mnist, name="mnist"))


@pytest.fixture(scope="module")
def quick(text):
    """With one sample a pixel, which is drawn four times as fast."""
    assert text.count('"samples": 78') == 2
    return text.replace('"samples": 78', '"samples": 1')


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("explorer")


@pytest.fixture(scope="module")
def browser(folder):
    with chromium(folder) as driver:
        yield driver


@pytest.fixture
def page(browser, quick, folder):
    """A fresh page of `mnist`; in the end it must have no errors, and have asked for nothing."""
    browser.get_log("performance")
    open_text(browser, quick, folder / "mnist.html")
    yield browser
    assert complaints(browser) == []
    assert requests(browser) <= {"file", "data", "blob"}


def requests(driver) -> set[str]:
    """The kinds of addresses that were asked for since the log was last read."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    found = [e["params"]["request"]["url"] for e in events if e["method"] == REQUEST]
    return {address.split(":")[0] for address in found}


@pytest.mark.parametrize("graphics", [True, False])
def test_the_first_picture_is_the_packages(mnist, text, folder, graphics):
    """By a browser with WebGL2, and by one without, which says that it draws in JavaScript."""
    with chromium(folder, graphics) as driver:
        open_text(driver, text, folder / f"first-{graphics}.html")
        z, _ = settled(driver)
        assert np.array_equal(z, mnist.digit_codes[0])
        theirs = expected(mnist.cppn, [z], [job(SIDE, SIDE, samples=78)])
        assert farthest([canvas_of(driver, "#picture")], theirs) <= 2
        way = "graphics chip" if graphics else "JavaScript, which is slower: this browser offers no"
        assert way in says(driver, "#way")
        assert driver.execute_script("return document.getElementById('problem').hidden")


@pytest.mark.parametrize("name", ["cifar-frog", "mnist-2016", "art"])
def test_other_pages(browser, folder, name):
    if name == "art":
        cppn, z = art.random_art(4)
        html, size = (
            explorer.art_page(4),
            (round(SIDE * 9 / 16 + 0.01), SIDE),
        )  # a half is rounded up
    else:
        sampler = Sampler.from_pretrained(name, seed=0)
        cppn, z = sampler.cppn, sampler.generate_z()
        html, size = explorer.page(sampler, z, name=name), (SIDE, SIDE)
    open_text(browser, small(html), folder / f"{name}.html")
    found, _ = settled(browser)
    assert np.array_equal(found, z)
    assert farthest([canvas_of(browser, "#picture")], expected(cppn, [z], [job(*size)])) <= 2
    sketch = browser.find_element("id", "sketch-panel")
    assert sketch.is_displayed() == (name == "mnist-2016")
    assert complaints(browser) == []


def test_digits_random_and_walk(page, mnist):
    find(page, "#digits button[data-label='7']").click()
    assert np.array_equal(settled(page)[0], mnist.digit_codes[7])
    find(page, "#random").click()
    z, _ = settled(page)
    assert np.isfinite(z).all() and not np.array_equal(z, mnist.digit_codes[7])
    walk = find(page, "#walk")
    walk.click()
    assert walk.get_attribute("aria-pressed") == "true"
    script = "return [...explorer.state.z]"
    wait_for(lambda: np.abs(np.float32(page.execute_script(script)) - z).max() > 0.2)
    walk.click()
    assert walk.get_attribute("aria-pressed") == "false"
    z, _ = settled(page)
    assert np.array_equal(settled(page)[0], z)


def test_sliders_move_by_keys_and_are_set_back(page, mnist):
    base, slant = mnist.digit_codes[0], mnist.directions["slant"]
    slider = find(page, "input[data-direction='slant']")
    slider.send_keys(key("END"))
    assert settled(page)[0] == pytest.approx(base + 2 * slant, abs=1e-5)
    slider.send_keys(key("ARROW_LEFT") * 3)
    assert settled(page)[0] == pytest.approx(base + 1.97 * slant, abs=1e-5)
    slider.send_keys(key("ESCAPE"))
    assert settled(page)[0] == pytest.approx(base, abs=1e-5)
    find(page, "#latents summary").click()
    find(page, "input[data-latent='2']").send_keys(key("HOME"))
    z, _ = settled(page)
    assert z[2] == pytest.approx(-3.5, abs=1e-5)
    assert np.delete(z, 2) == pytest.approx(np.delete(base, 2), abs=1e-5)


def test_the_pad_mixes_its_corners(page, mnist):
    """The digits 0 to 3, to begin with."""
    pad = find(page, "#pad")
    box = pad.rect
    right, down = round(box["width"] / 4), round(-box["height"] / 4)
    actions(page).move_to_element_with_offset(pad, right, down).click().perform()
    x, y = page.execute_script(
        "const s = document.getElementById('pad').style;"
        "return ['--x', '--y'].map((name) => parseFloat(s.getPropertyValue(name)) / 100)"
    )
    assert (x, y) == pytest.approx((0.75, 0.25), abs=0.03)
    shares = np.float64([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y])
    corners = np.stack([mnist.digit_codes[digit] for digit in range(4)])
    assert settled(page)[0] == pytest.approx(shares @ corners, abs=1e-4)
    pad.send_keys(key("ARROW_RIGHT") * 20 + key("ARROW_UP") * 20)
    assert settled(page)[0] == pytest.approx(mnist.digit_codes[1], abs=1e-4)
    assert "100 % 1" in pad.get_attribute("aria-valuetext")


def test_a_digit_drawn_with_the_mouse(page):
    """A 7: what the encoder sees, its code, and what the page shows of it."""
    sketch = find(page, "#sketch")
    reach = sketch.rect["width"] / 2
    places = [(round(x * reach), round(y * reach)) for x, y in SEVEN]
    pen = actions(page).move_to_element_with_offset(sketch, *places[0]).click_and_hold()
    for (x0, y0), (x1, y1) in itertools.pairwise(places):
        for part in (1, 2, 3):
            step = [round(b * part / 3) - round(b * (part - 1) / 3) for b in (x1 - x0, y1 - y0)]
            pen.move_by_offset(*step)
    pen.release().perform()
    wait_for(lambda: find(page, "#sketch-undo").is_enabled())
    z, _ = settled(page)
    pixels = canvas_of(page, "#sketch-pixels")[..., 0] / 255
    encode = "return encode(explorer.model.encoder, Float32Array.from(arguments[0]))"
    assert np.abs(ask(page, encode, pixels.ravel()) - z).max() < 0.1  # 8 bits a pixel
    mass = [(pixels.sum(axis) * (np.arange(26) + 0.5)).sum() / pixels.sum() for axis in (0, 1)]
    assert pixels.max() == 1 and mass == pytest.approx([13, 13], abs=0.3)
    for seen in ("reconstruction", "bicubic", "network"):
        wait_for(lambda seen=seen: np.ptp(canvas_of(page, f"#sketch-{seen}")) > 100)
    find(page, "#sketch-undo").click()
    wait_for(lambda: not page.find_element("id", "seen").is_displayed())


SEVEN = [(-0.4, -0.6), (0.4, -0.6), (-0.1, 0.6)]  # from the middle, in halves of a side


def test_arithmetic_by_dragging(page, mnist):
    chips = page.find_elements("css selector", "#chips button")
    find(page, "#slots")
    for digit, slot in ((9, "a"), (4, "b"), (1, "c")):
        target = page.find_element("id", f"slot-{slot}")
        actions(page).drag_and_drop(chips[digit], target).perform()
    find(page, "#sum").click()
    codes = mnist.digit_codes
    assert settled(page)[0] == pytest.approx(codes[9] + codes[4] - codes[1], abs=1e-4)


def test_side_by_side(page):
    find(page, "#compare input[value='pixels']").click()
    settled(page)
    assert np.ptp(canvas_of(page, "#compared")) > 100
    divider = find(page, "#divider")
    divider.send_keys(key("HOME"))
    assert divider.get_attribute("aria-valuenow") == "0"
    divider.send_keys(key("ARROW_RIGHT"))
    assert divider.get_attribute("aria-valuenow") == "5"
    find(page, "#compare input[value='bicubic']").click()
    settled(page)
    assert np.ptp(canvas_of(page, "#compared")) > 100


def test_zoom_by_wheel_and_keys_and_dragging(page):
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    canvas = find(page, "#picture")
    origin = ScrollOrigin.from_element(canvas, 10, 0)
    actions(page).scroll_from_origin(origin, 0, -200).perform()
    wait_for(lambda: settled(page)[1]["extent"] < 1)
    _, view = settled(page)
    assert view["x"] == pytest.approx((1 - view["extent"]) * 10 / (SIDE / 2), abs=0.05)
    assert "Zoom" in says(page, "#status")
    actions(page).click_and_hold(canvas).move_by_offset(-10, 5).release().perform()
    _, moved = settled(page)
    pixel = 2 * view["extent"] / SIDE
    assert moved["x"] - view["x"] == pytest.approx(10 * pixel, abs=pixel)
    assert moved["y"] - view["y"] == pytest.approx(-5 * pixel, abs=pixel)
    canvas.send_keys("+")
    assert settled(page)[1]["extent"] == pytest.approx(view["extent"] / 1.5)
    canvas.send_keys("0")
    assert settled(page)[1] == {"x": 0, "y": 0, "extent": 1}


def test_as_far_as_64_bits_go(page):
    ask(page, "explorer.look({x: 0.1, y: 0.2, extent: 1e-20}); await explorer.settled()")
    assert settled(page)[1]["extent"] == pytest.approx(1e-12)
    assert "no closer" in says(page, "#status") and not find(page, "#zoom-in").is_enabled()
    assert "JavaScript" in says(page, "#way") and "32-bit" in says(page, "#way")


def test_a_link_restores_the_picture(page, mnist, quick, folder):
    find(page, "#digits button[data-label='3']").click()
    find(page, "#zoom-in").click()
    z, view = settled(page)
    script = "return location.hash === `#${linkOf(explorer.state)}` && location.hash"
    link = wait_for(lambda: page.execute_script(script))
    find(page, "#digits button[data-label='5']").click()
    settled(page)
    open_text(page, quick, folder / "again.html", link)
    found, seen = settled(page)
    assert np.array_equal(found, z) and seen == view
    page.execute_script("location.hash = 'nonsense'")
    wait_for(lambda: "holds no picture" in says(page, "#saved"))
    page.execute_script("location.hash = arguments[0]", link)
    assert np.array_equal(settled(page)[0], mnist.digit_codes[3])


def test_a_png_of_the_size_that_was_asked_for(page, mnist, folder):
    z, _ = settled(page)
    size = find(page, "#png-size")
    size.clear()
    size.send_keys("78")
    find(page, "#png-save").click()
    path = folder / "mnist-78.png"
    wait_for(lambda: "Saved 78" in says(page, "#saved") and path.exists())
    image = np.broadcast_to(iio.imread(path)[..., None], (78, 78, 3))
    assert farthest([image], expected(mnist.cppn, [z], [job(78, 78)])) <= 2


def test_the_shader_can_be_copied(page):
    find(page, "#glsl-show").click()
    text = page.find_element("id", "glsl-text").get_attribute("value")
    assert "mainImage" in text and page.find_element("id", "glsl-copy").is_displayed()


CONTROLS = {"button", "slider", "textbox", "spinbutton", "combobox", "radio", "checkbox", "image"}


def test_every_control_has_a_name(page):
    settled(page)
    page.execute_script("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    nodes = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in CONTROLS
    ]
    assert len(named) > 50 and all(name.strip() for _, name in named), named


@pytest.mark.parametrize("kind", ["mnist", "art"])
def test_a_phone_scrolls_in_one_direction_only(browser, quick, folder, kind):
    html = quick if kind == "mnist" else explorer.art_page(1)
    metrics = {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        open_text(browser, small(html), folder / "phone.html")
        browser.execute_script(
            "document.querySelectorAll('details').forEach((d) => (d.open = true))"
        )
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 360
        picture = browser.get_screenshot_as_base64()
        assert np.ptp(iio.imread(base64.b64decode(picture))) > 100
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
