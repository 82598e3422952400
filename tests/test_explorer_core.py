"""The scripts under the explorer's page, function by function, in a real browser."""

import io
import re

import imageio.v3 as iio
import numpy as np
import pytest
from browser import ask, chromium, open_text
from explored import SHADERTOY, drawn, expected, farthest, job
from PIL import Image

from cppn_keras import Sampler, art, explorer
from cppn_keras.coordinates import View
from cppn_keras.data import center_crop, to_float
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.explorer.export import cppn_as_json, tensor, tensor16
from cppn_keras.names import STYLES

pytestmark = pytest.mark.slow
WAYS = ("webgl2", "javascript")
SMALL = "#frame { width: 40px !important; }"  # the page's own picture, which is not looked at here


@pytest.fixture(scope="module")
def mnist():
    return Sampler.from_pretrained("mnist", seed=0)


@pytest.fixture(scope="module")
def page(mnist, tmp_path_factory):
    """A browser that shows the page of `mnist`."""
    folder = tmp_path_factory.mktemp("core")
    text = explorer.page(mnist, name="mnist").replace("</style>", f"{SMALL}</style>")
    with chromium(folder) as driver:
        open_text(driver, text, folder / "mnist.html")
        yield driver


def test_numbers_are_read_as_they_were_written(page):
    values = np.random.default_rng(0).normal(size=(5, 3, 7)).astype("float32")
    read = "return readTensor(arguments[0]).values"
    assert np.array_equal(ask(page, read, tensor(values)), values.ravel())
    step = np.abs(values).max(axis=(0, 1)) / 32_767
    error = np.abs(ask(page, read, tensor16(values)).reshape(values.shape) - values)
    assert (error <= 0.51 * step).all() and error.max() > 0


@pytest.mark.parametrize("way", WAYS)
def test_twenty_codes_at_three_sizes_are_the_packages_pictures(page, mnist, way):
    codes = mnist.generate_z(20)
    jobs = [job(26, 26), job(16, 16), job(40, 40, view=View((0.3, -0.2), scale=0.25))]
    theirs = expected(mnist.cppn, codes, jobs)
    assert farthest(drawn(page, codes, jobs, way), theirs) <= 2
    assert np.ptp(theirs[0]) > 200 and np.ptp(theirs[2]) > 200  # there is ink on paper


@pytest.mark.parametrize("way", WAYS)
def test_pixels_are_means_of_samples(page, mnist, way):
    codes, jobs = mnist.generate_z(2), [job(20, 30, samples=58)]  # 3 x 3 samples a pixel
    assert farthest(drawn(page, codes, jobs, way), expected(mnist.cppn, codes, jobs)) <= 2


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["mnist-2016", "cifar-frog", "ink"])
def test_other_shipped_models(page, way, name):
    """z beside x and y; colour; 64 units and many Fourier features."""
    sampler = Sampler.from_pretrained(name, seed=1)
    codes, jobs = sampler.generate_z(2), [job(32, 32)]
    ours = drawn(page, codes, jobs, way, cppn_as_json(sampler.cppn))
    assert farthest(ours, expected(sampler.cppn, codes, jobs)) <= 2


def test_random_networks_of_every_style(page):
    for seed, style in enumerate(STYLES):
        for colour in ("hsv", "grey"):
            cppn, z = art.random_art(seed, style, colour)
            jobs = [job(18, 32)]
            theirs = expected(cppn, [z], jobs)
            for way in WAYS:
                ours = drawn(page, [z], jobs, way, cppn_as_json(cppn, store=tensor))
                assert farthest(ours, theirs) <= 2, (style, colour, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_refined_code_has_its_steeper_edges(page, mnist, way):
    z = mnist.digit_codes[3]
    delta = np.random.default_rng(0).normal(0, 0.1, mnist.refiner.cppn.inputs[0].shape[-1])
    code = np.asarray(mnist.refiner.modulations(z[None]))[0] + delta.astype("float32")
    jobs = [job(40, 40, samples=80)]
    network = cppn_as_json(mnist.cppn, steepness=6)
    ours = drawn(page, [z], jobs, way, network, delta)
    theirs = expected(mnist.refiner.cppn, [code], jobs)
    assert farthest(ours, theirs) <= 2
    plain = drawn(page, [z], jobs, way, cppn_as_json(mnist.cppn), delta)
    assert farthest(plain, theirs) > 20
    inverted = drawn(page, [z], jobs, way, cppn_as_json(mnist.cppn, 6, inverted=True), delta)
    assert farthest(inverted, [255 - theirs[0]]) <= 2


def test_bands_are_the_pixels_of_the_whole(page, mnist):
    """Below the resolution of 32-bit numbers, too."""
    for extent in (0.5, 1e-9):
        whole = job(30, 24, samples=48, view=View((0.11, 0.07), scale=extent))
        band = ask(page, "return bandJob(arguments[0], 17, 9)", whole)
        code = [mnist.digit_codes[8]]
        (all_rows,), (rows,) = (drawn(page, code, [one], "javascript") for one in (whole, band))
        assert band["height"] == 9 and farthest([rows], [all_rows[17:26]]) <= 1


def test_twenty_drawn_digits_are_encoded(page, mnist):
    images = to_float(center_crop(drawn_digits()[0], 26))
    encode = """
      const {encoder} = readModel(MODEL);
      const codes = arguments[0].map((pixels) => [...encode(encoder, Float32Array.from(pixels))]);
      return Float32Array.from(codes.flat());"""
    ours = ask(page, encode, images.reshape(20, -1)).reshape(20, -1)
    theirs = mnist.encode(images)
    assert np.abs(ours - theirs).max() < 1e-3 and np.ptp(theirs) > 1


def test_twenty_noises_are_transported(page, mnist):
    noise = np.random.default_rng(3).normal(size=(20, 24)).astype("float32")
    carry = """
      const {prior} = readModel(MODEL);
      const codes = arguments[0].map((noise) => [...transport(prior, Float32Array.from(noise))]);
      return Float32Array.from(codes.flat());"""
    ours = ask(page, carry, noise).reshape(20, -1)
    assert np.abs(ours - mnist.prior.transport(noise)).max() < 1e-3
    assert np.abs(ours - noise).max() > 0.5


def test_normal_numbers(page):
    """From evenly distributed ones, which are always the same here."""
    script = """
      let state = 1;
      const even = () => (state = (state * 48271) % 2147483647) / 2147483647;
      return normals(20001, even);"""
    numbers = ask(page, script)
    assert len(numbers) == 20_001 and np.isfinite(numbers).all()
    assert abs(numbers.mean()) < 0.05 and abs(numbers.std() - 1) < 0.05
    assert np.mean(np.abs(numbers) > 2) == pytest.approx(0.0455, abs=0.01)


def test_floats_of_24_bit(page):
    rng = np.random.default_rng(0)
    values = rng.normal(size=500) * 10.0 ** rng.uniform(-7, 4, 500)
    values = np.append(values, [0, 1, -2.5]).astype("float32")
    bits = ask(page, "return Uint32Array.from(arguments[0], bits24)", values)
    read = (bits << np.uint32(8)).view("<f4")
    assert bits.max() < 2**24 and (np.abs(read - values) <= 2.0**-16 * np.abs(values)).all()


def drawn_digits():
    """Pictures uint8 (20, 28, 28, 1), their labels, and the lines they were drawn by."""
    strokes = random_strokes(20, seed=5)
    images = np.rint(255 * render_stroke(strokes, 28, 28)).astype("uint8")
    return images, strokes.labels, strokes.segments


def sketched(page, strokes) -> np.ndarray | None:
    """digitPicture of strokes, lists of (x, y)."""
    points = [[{"x": float(x), "y": float(y)} for x, y in stroke] for stroke in strokes]
    found = ask(page, "return digitPicture(arguments[0], 26, 26)", points)
    return None if found is None else found.reshape(26, 26)


def test_a_sketch_is_boxed_and_centred(page):
    letter = np.array([(0, 0), (0, 0.3), (0.15, 0.3)])  # L, in a corner
    picture = sketched(page, [letter])
    rows, columns = np.nonzero(picture > 0.4)
    assert np.ptp(rows) + 1 in (19, 20, 21) and 10 <= np.ptp(columns) + 1 <= 13
    places = np.arange(26) + 0.5
    mass = np.array([(picture.sum(axis) * places).sum() for axis in (0, 1)]) / picture.sum()
    assert mass == pytest.approx([13, 13], abs=0.1)
    assert picture.max() == 1 and picture.min() == 0
    larger = sketched(page, [500 * letter + (30, 90)])
    assert np.abs(larger - picture).max() < 1e-4


def test_a_dot_and_nothing(page):
    dot = sketched(page, [[(0.3, 0.8)]])
    assert dot[12:14, 12:14].min() > 0.95 and 4 < dot.sum() < 6  # round, 2.4 pixels wide
    assert sketched(page, []) is None and sketched(page, [[]]) is None


def test_sketches_are_read_as_what_they_are(page):
    _, labels, segments = drawn_digits()
    pictures = np.stack([sketched(page, lines.reshape(-1, 2, 2)) for lines in segments])
    digits = Classifier.load().read(pictures[..., None]).digits
    assert np.sum(digits == labels) >= 18


def bicubic(page, image, height, width, *view) -> np.ndarray:
    script = "return bicubic(Float32Array.from(arguments[0]), ...arguments.slice(1))"
    script = script.replace("arguments.slice(1)", "[...arguments].slice(1)")
    found = ask(page, script, image.ravel(), *image.shape, height, width, *view)
    return found.reshape(height, width, image.shape[2])


def test_bicubic_is_pillows_away_from_the_border(page):
    """At the border ours repeats the last pixels, Pillow leaves them out."""
    image = np.random.default_rng(0).uniform(0.2, 0.8, (9, 12, 3)).astype("float32")
    ours = bicubic(page, image, 45, 60)
    parts = [Image.fromarray(image[..., c]).resize((60, 45), Image.BICUBIC) for c in range(3)]
    theirs = np.clip(np.stack([np.asarray(part) for part in parts], axis=-1), 0, 1)
    inner = slice(10, -10)
    assert np.abs(ours[inner, inner] - theirs[inner, inner]).max() < 1e-4
    assert np.abs(bicubic(page, np.full((4, 5, 1), 0.3), 7, 8) - 0.3).max() < 1e-6
    middle = bicubic(page, image, 15, 20, {"x": 0, "y": 0, "extent": 1 / 3})
    assert np.abs(middle - ours[15:30, 20:40]).max() < 1e-5


PNG = """
const [width, height, channels, bandRows] = arguments;
const tops = [];
const band = async (top, rows) => {
  tops.push(top);
  const at = top * width * channels;
  return Uint8Array.from({length: rows * width * channels}, (_, i) => ((at + i) * 7919) % 251);
};
const blob = await encodePNG(width, height, channels, band, bandRows);
if (tops.length !== Math.ceil(height / bandRows)) throw new Error(tops);
return new Uint8Array(await blob.arrayBuffer());
"""


@pytest.mark.parametrize("size", [(1, 1, 1), (7, 5, 3), (33, 130, 1), (300, 65, 3), (1, 9, 3)])
def test_png_of_any_size_in_bands(page, size):
    width, height, channels = size
    image = iio.imread(io.BytesIO(ask(page, PNG, *size, 64).tobytes()))
    wanted = (np.arange(width * height * channels) * 7919 % 251).astype("uint8")
    shape = (height, width, channels) if channels == 3 else (height, width)
    assert np.array_equal(image, wanted.reshape(shape))


def test_a_link_holds_code_and_view_and_nothing_else_is_a_link(page, mnist):
    z = mnist.generate_z()
    view = {"x": 0.1, "y": -1 / 3, "extent": 1e-11}
    script = """
      const [z, view] = arguments;
      const text = linkOf({z: Float32Array.from(z), view});
      const found = readLink(text, z.length);
      return {text, z: [...found.z], view: found.view,
              others: [readLink(text, z.length + 1), readLink(text.slice(4), z.length),
                       readLink("%%%", z.length), readLink("", z.length),
                       readLink(linkOf({z: z.map(() => NaN), view}), z.length),
                       readLink(linkOf({z, view: {...view, extent: 0}}), z.length)]};"""
    found = ask(page, script, z, view)
    assert np.array_equal(np.float32(found["z"]), z) and found["view"] == view
    assert re.fullmatch(r"[\w-]+", found["text"]) and found["others"] == [None] * 6


TABS = """
const [network, z, view] = arguments;
return shadertoyTabs(fold(readTensors(network), Float32Array.from(z)), view);
"""


@pytest.mark.parametrize(
    ("width", "names"), [(24, ["Image"]), (64, ["Buffer A", "Buffer B", "Image"])]
)
def test_the_shader_for_shadertoy_draws_the_same(page, width, names):
    """By what Shadertoy puts around it: its uniforms, y upwards, a buffer for each other tab."""
    cppn, z = art.random_art(3, net_size=width)
    one = job(40, 100, view=View((0.2, -0.1), scale=0.7))
    network = cppn_as_json(cppn, store=tensor)
    tabs = ask(page, TABS, network, z, one["view"])
    assert [tab["name"] for tab in tabs] == names
    found = ask(page, SHADERTOY, tabs, one["width"], one["height"])
    ours = found.reshape(one["height"], one["width"], 4)[::-1, :, :3]
    assert farthest([ours], expected(cppn, [z], [one])) <= 2
