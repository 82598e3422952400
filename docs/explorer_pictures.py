"""Makes the two pictures of docs/explorer.md, of the page in headless Chromium.

    python docs/explorer_pictures.py

Needs Debian's chromium and chromium-driver, and `pip install -e '.[browser]'`. Two minutes.
"""

import base64
import io
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

DOCS = Path(__file__).parent
FLAGS = ("--headless=new", "--no-sandbox", "--hide-scrollbars")
GRAPHICS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
THREE = ((30, 30), (40, 22), (55, 20), (68, 28), (66, 40), (50, 48), (62, 52), (70, 62), (64, 75))
THREE += ((50, 80), (35, 76))  # percent of the side


def opened(width: int, height: int, scheme: str) -> webdriver.Chrome:
    """The page in a window of that size, light or dark."""
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, *GRAPHICS):
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    driver.get((DOCS / "explorer.html").as_uri())
    return driver


def taken(driver: webdriver.Chrome) -> Image.Image:
    """The whole page, once its picture is drawn in full."""
    driver.execute_script("explorer.settled().then(() => setTimeout(() => (window.done = 1), 500))")
    while not driver.execute_script("return window.done"):
        time.sleep(1)
    driver.execute_script("scrollTo(0, 0)")
    page = driver.execute_script("return [innerWidth, document.documentElement.scrollHeight]")
    clip = dict(zip(("x", "y", "width", "height", "scale"), (0, 0, *page, 1), strict=True))
    shot = {"captureBeyondViewport": True, "clip": clip}
    data = driver.execute_cdp_cmd("Page.captureScreenshot", shot)["data"]
    driver.quit()
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


def saved(image: Image.Image, name: str) -> None:
    """As a PNG of 64 colours."""
    image.quantize(64, dither=Image.Dither.NONE).save(DOCS / name, optimize=True)
    print(f"saved {DOCS / name}")


def wide() -> None:
    """A 3 that was drawn with the mouse."""
    driver = opened(1280, 1100, "dark")
    sketch = driver.find_element(By.ID, "sketch")
    side = sketch.size["width"]
    pen = ActionChains(driver, duration=50)
    for i, (x, y) in enumerate(THREE):
        pen.move_to_element_with_offset(sketch, (x - 50) * side / 100, (y - 50) * side / 100)
        if i == 0:
            pen.click_and_hold()
    pen.release().perform()
    saved(taken(driver).crop((0, 0, 1280, 1084)).resize((960, 813), Image.LANCZOS), "explorer.png")


def narrow() -> None:
    """A slanted 9 on a phone, and beside it the arithmetic that made it."""
    driver = opened(360, 800, "light")
    driver.execute_script("document.getElementById('example').click()")
    top = driver.execute_script(
        "return document.getElementById('arithmetic').getBoundingClientRect().top + scrollY"
    )
    page = taken(driver)
    both = Image.new("RGB", (740, 880), page.getpixel((2, 2)))
    both.paste(page.crop((0, 0, 360, 880)), (0, 0))
    both.paste(page.crop((0, int(top) - 8, 360, int(top) + 872)), (380, 0))
    saved(both, "explorer-narrow.png")


if __name__ == "__main__":
    wide()
    narrow()
