"""The explorer's page: what is put into it, and what is refused. Browsers test the rest."""

import base64
import json
import re
from pathlib import Path

import keras
import numpy as np
import pytest
from commands import run

from cppn_keras import Sampler, explorer
from cppn_keras.data.small import read_small_picture
from cppn_keras.errors import UserError
from cppn_keras.explorer.export import ACTIVATIONS, cppn_as_json, encoder_as_json, tensor16
from cppn_keras.names import STYLES
from cppn_keras.rendering import save_png
from cppn_keras.runs.weights import Weights


def model_of(text: str) -> dict:
    """The model in a page, as JSON."""
    return json.loads(re.search(r"const MODEL = (.*);\s*</script>", text)[1].replace("<\\/", "</"))


def read16(tensor: dict) -> np.ndarray:
    """What the page reads of a tensor of 16 bit."""
    whole, scale = (base64.b64decode(tensor[key]) for key in ("data", "scale"))
    whole = np.frombuffer(whole, "<i2").reshape(tensor["shape"])
    return whole * np.frombuffer(scale, "<f4")


@pytest.fixture(scope="module")
def mnist():
    return Sampler.from_pretrained("mnist", seed=0)


def test_sixteen_bits_are_within_half_a_step_of_each_column(mnist):
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(3, 5, 7)) * np.logspace(-6, 3, 7)  # very small and large ones
    columns[..., 2] = 0
    step = np.abs(columns).max(axis=(0, 1)) / 32_767
    assert (np.abs(read16(tensor16(columns)) - columns) <= 0.51 * step).all()
    kernel = mnist.cppn.get_layer("dense2").get_weights()[0]
    stored = cppn_as_json(mnist.cppn)["layers"][1]["kernel"]
    assert np.abs(read16(stored) - kernel).max() < 2e-5 * np.abs(kernel).max()


def test_the_page_is_one_file_without_a_network(mnist):
    text = explorer.page(mnist, name="mnist")
    assert len(text.encode()) < 4e6
    assert not re.search(r"\{\{\w+\}\}", text)
    links = set(re.findall(r"https?://[^\s\"'`)<]+", text))
    assert all("shadertoy.com" in link or "w3.org" in link for link in links), links
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts)\b *\(", text)
    assert not re.search(r"<(script|img|iframe)[^>]*\bsrc=|<link[^>]*href=\"(?!data:)", text)
    model = model_of(text)
    assert model["labels"] == list(range(10)) and len(model["directions"]) == 4
    assert model["latent"] == 24 and model["samples"] == 78


def test_a_name_cannot_leave_its_place(mnist):
    name = '</script><b>"&'
    text = explorer.page(mnist, name=name)
    assert name not in text
    assert model_of(text)["name"] == name
    assert "&lt;/script&gt;&lt;b&gt;&quot;&amp;" in text


def test_a_refined_code_is_told_as_what_is_added_to_the_modulations(mnist, tmp_path):
    z = mnist.digit_codes[3]
    code = np.asarray(mnist.refiner.modulations(z[None]))[0] + np.float32(0.25)
    start = model_of(explorer.page(mnist, code))["start"]
    delta = np.frombuffer(base64.b64decode(start["delta"]["data"]), "<f4")
    of_zero = np.asarray(mnist.refiner.modulations(np.zeros((1, 24))))[0]
    assert delta == pytest.approx(code - of_zero, abs=1e-4)
    assert start["samples"] == 312


def test_a_picture_is_shown_with_its_own_paper(mnist, tmp_path):
    pixels = np.full((20, 20), 255, "uint8")
    pixels[4:16, 8:11] = 0  # dark ink
    save_png(pixels[..., None], tmp_path / "bar.png")
    picture = read_small_picture(tmp_path / "bar.png")
    model = model_of(explorer.page(mnist, mnist.digit_codes[1], picture))
    assert model["network"]["inverted"] and model["picture"]["width"] == len(picture.ink)
    shown = read16(model["picture"]["pixels"])
    assert shown[0, 0] == pytest.approx(1, abs=1e-4) and shown.min() == pytest.approx(0, abs=1e-4)


def test_every_activation_of_a_style_is_known():
    used = {name for style in STYLES.values() for name in (*style.first, *style.repeated)}
    assert used | {style.output for style in STYLES.values()} <= ACTIVATIONS


def test_what_the_page_cannot_draw_is_refused(mnist, tmp_path):
    odd = Sampler(seed=0, style=["elu"])
    with pytest.raises(UserError, match="does not know the activation 'elu'"):
        explorer.page(odd)
    with pytest.raises(UserError, match="24 numbers"):
        explorer.page(mnist, np.zeros(7))
    with pytest.raises(UserError, match="begins with one code, not with 2"):
        explorer.page(mnist, np.zeros((2, 24)))
    z = keras.Input((3,))
    images = keras.layers.Reshape((4, 4, 1))(keras.layers.Dense(16)(z))
    with pytest.raises(UserError, match="draws one size only"):
        explorer.page(Sampler(weights=Weights(keras.Model(z, images))))
    pixels = keras.Input((8, 8, 1))
    turned = keras.layers.Permute((2, 1, 3))(pixels)
    flat = keras.layers.Dense(3)(keras.layers.Flatten()(turned))
    assert encoder_as_json(keras.Model(pixels, [flat, flat])) is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explore", "--art", "mnist"), "--art has random weights: it goes with no WEIGHTS"),
        (("explore", "--style", "tanh"), "--style and --colour are for --art"),
        (("explore", "--out", "page.png"), "page.png must end in .html"),
        (("explore", "nothing"), "no weights called 'nothing'"),
        (("explore", "ink", "--picture", "none.png"), "none.png"),
        (("explore", "--out", "a-file/page.html"), "a-file"),
    ],
)
def test_the_command_refuses(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("mine")
    assert run(*arguments) == 1
    said = capsys.readouterr().err
    assert message in said and said.count("\n") == 1
    assert (tmp_path / "a-file").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


def test_the_command_saves_a_page_of_random_weights(tmp_path, capsys):
    out = tmp_path / "art.html"
    assert run("explore", "--art", "--seed", 3, "--style", "contours", "--out", out) == 0
    assert f"saved {out}, 0." in capsys.readouterr().out
    assert model_of(out.read_text(encoding="utf-8"))["kind"] == "art"


def test_the_copy_in_docs_is_what_the_code_makes(mnist):
    """`make explorer` after a change to the page."""
    copy = Path(__file__).parents[1] / "docs" / "explorer.html"
    assert copy.read_text(encoding="utf-8") == explorer.page(mnist, name="mnist")
