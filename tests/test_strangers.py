"""Pictures, weights and runs that others made: used, or refused by name before they do harm."""

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest
from models import small_cppn
from PIL import Image
from runs import RECIPE, small_data

from cppn_keras import Sampler, arrays, networks
from cppn_keras.data.folder import read_image
from cppn_keras.data.formats import read_npz
from cppn_keras.errors import UserError
from cppn_keras.files import save_model
from cppn_keras.runs.export import export, read_run
from cppn_keras.runs.prior import MixturePrior
from cppn_keras.runs.run import train
from cppn_keras.runs.weights import load_codes

# -------------------------------------------------------------------------------- pictures

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"


def peak_memory(program: str, *arguments) -> int:
    """Bytes by which a program's memory grows after its first line, which imports."""
    measure = "import resource; kb = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
    first, rest = program.split("\n", 1)
    text = f"{measure}{first}\nbefore = kb()\n{rest}\nprint((kb() - before) * 1024)"
    command = [sys.executable, "-c", text, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)


REFUSE = """import sys, pathlib; from {0} import {1} as read; from cppn_keras import errors
try:
    read(pathlib.Path(sys.argv[1]))
    raise SystemExit("it was read")
except errors.UserError:
    pass
"""


def test_no_other_program_is_started_for_a_picture(tmp_path, monkeypatch):
    """An EPS file, whatever its name, would make Pillow start Ghostscript."""
    (tmp_path / "a.png").write_bytes(EPS)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("it was started"))
    monkeypatch.setattr(subprocess, "check_call", lambda *_, **__: pytest.fail("it was started"))
    with pytest.raises(UserError, match=r"a.png is no readable picture \(cannot identify"):
        read_image(tmp_path / "a.png")


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "large.png"
    Image.new("L", (13_000, 13_000)).save(path)
    with pytest.raises(UserError, match="13,000 × 13,000 pixels, more than 50 million"):
        read_image(path)
    assert peak_memory(REFUSE.format("cppn_keras.data.folder", "read_image"), path) < 50e6


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_an_npz_that_unpacks_to_gigabytes_is_refused_before(tmp_path):
    path = tmp_path / "large.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for key in ("x_train", "y_train", "x_test", "y_test"):
            with archive.open(f"{key}.npy", "w", force_zip64=True) as file:
                np.save(file, np.zeros(300_000_000, "uint8"))
    assert path.stat().st_size < 2e6
    with pytest.raises(UserError, match="more than 1,024 MB"):
        read_npz(path)
    assert peak_memory(REFUSE.format("cppn_keras.data.formats", "read_npz"), path) < 50e6


def test_damaged_exif_data_are_passed_over_in_silence(tmp_path, recwarn, capfd):
    pixels = np.random.default_rng(0).integers(0, 256, (6, 4, 3), dtype="uint8")
    for name, exif in {
        "cut": b"Exif\0\0II*\0\x08\0\0\0\xff",
        "odd": b"Exif\0\0" + b"\xff" * 40,
    }.items():
        Image.fromarray(pixels).save(tmp_path / f"{name}.png", exif=exif)
        Image.fromarray(pixels).save(tmp_path / f"{name}.jpg", exif=exif, quality=100)
        np.testing.assert_array_equal(read_image(tmp_path / f"{name}.png"), pixels)
        assert read_image(tmp_path / f"{name}.jpg").shape == (6, 4, 3)
    assert not recwarn.list and not capfd.readouterr().err


# -------------------------------------------------------------------------- arrays and weights


def test_what_is_wrong_with_an_npz_is_said(tmp_path):
    path = tmp_path / "a.npz"

    def reason(content: bytes) -> str:
        path.write_bytes(content)
        with pytest.raises(UserError) as caught:
            arrays.read_npz_arrays(path, ["a"])
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)
        return str(caught.value)

    def archive(member: bytes, **options) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", **options) as out:
            out.writestr("a.npy", member)
        return file.getvalue()

    def array(value, header=None) -> bytes:
        file = io.BytesIO()
        np.save(file, value)
        return file.getvalue().replace(*(header or (b"", b"")))

    good = archive(array(np.arange(5)))
    encrypted = bytearray(good)
    encrypted[6] |= 1  # the flag in the member's own header and in the list of contents
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in reason(bytes(encrypted))
    assert "cut short" in reason(good[:-30]) and "empty" in reason(b"")
    assert "not numbers" in reason(archive(array(np.array(["text"]))))
    assert "not numbers" in reason(archive(array(np.array([{}], dtype=object))))
    huge = (b"(5,), }          ", b"(99999999999,), }")  # asks for 800 GB
    assert "more than there is" in reason(archive(array(np.arange(5), huge)))
    assert "a: " in reason(archive(b"junk"))
    assert "lacks a (it holds nothing)" in reason(b"PK\5\6" + bytes(18))
    assert "not as long" in reason(archive(array(np.arange(5)) + b"more"))
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):  # unusual, but all right
        path.write_bytes(archive(array(np.arange(5)), compression=kind))
        np.testing.assert_array_equal(arrays.read_npz_arrays(path, ["a"])[0], np.arange(5))


def folder_of_weights(folder):
    keras.utils.set_random_seed(0)
    cppn = small_cppn()
    save_model(networks.image_generator(cppn, 8, 8), folder / "generator.keras")
    save_model(networks.build_conv_encoder((8, 8, 1), 3, (4,), 8), folder / "encoder.keras")


@pytest.mark.parametrize("name", ["generator.keras", "encoder.keras"])
def test_weights_that_are_nan_are_refused(name, tmp_path):
    folder_of_weights(tmp_path)
    Sampler.from_pretrained(tmp_path)
    network = keras.saving.load_model(tmp_path / name, compile=False)
    network.trainable_variables[0].assign(network.trainable_variables[0] * np.nan)
    save_model(network, tmp_path / name)
    with pytest.raises(UserError, match=f"{name} holds weights that are NaN"):
        Sampler.from_pretrained(tmp_path)


def test_the_message_about_a_damaged_network_gives_the_cause(tmp_path):
    folder_of_weights(tmp_path)
    path = tmp_path / "generator.keras"
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    config |= {"class_name": "Precious", "registered_name": "Precious"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("metadata.json", "{}")
    with pytest.raises(UserError, match=r"generator.keras is damaged .*\(.*Precious"):
        Sampler.from_pretrained(tmp_path)
    path.write_text("text")
    with pytest.raises(UserError, match=r"generator.keras is damaged .*not a zip file"):
        Sampler.from_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"weights": [0.5, -0.5]}, "weights"),
        ({"weights": [1.0, 0.0]}, "weights"),
        ({"weights": [3.0, 1.0]}, "weights"),
        ({"means": [[1e5, 0], [0, 0]]}, "means"),
        ({"means": [[np.nan, 0], [0, 0]]}, "means"),
        ({"variances": [[1, 1], [1, 0]]}, "variances"),
        ({"variances": [[1, 1], [1, 1e9]]}, "variances"),
        ({"axes": 2 * np.ones((2, 2, 2))}, "axes"),
        ({"axes": np.full((2, 2, 2), 0.7)}, "axes"),
        ({"means": np.zeros((2, 3))}, "shapes"),
        ({"means": np.zeros(2)}, "shapes"),
    ],
)
def test_a_prior_that_is_no_mixture_is_refused(change, reason, tmp_path):
    mixture = {
        "weights": [0.5, 0.5],
        "means": np.zeros((2, 2)),
        "axes": np.stack([np.eye(2)] * 2),
        "variances": np.ones((2, 2)),
    }
    path = tmp_path / "prior.npz"
    np.savez(path, **mixture)
    MixturePrior.load(path)
    np.savez(path, **{**mixture, **change})
    with pytest.raises(UserError, match=rf"prior.npz is no mixture of Gaussians: its .*{reason}"):
        MixturePrior.load(path)


def test_codes_that_are_none_are_refused(tmp_path):
    path = tmp_path / "codes.npz"
    for labels, codes in (
        (np.arange(2.0), np.zeros((2, 3))),
        (np.arange(3), np.zeros((2, 3))),
        (np.arange(2), np.full((2, 3), 1e9)),
        (np.arange(2), np.zeros((2, 3), complex)),
    ):
        np.savez(path, labels=labels, codes=codes)
        with pytest.raises(UserError, match=r"codes.npz"):
            load_codes(path, 3)


# ------------------------------------------------------------------------------------- runs


def change(run, **fields):
    state = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**state, **fields}))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["../other/precious.keras", "/etc/hostname", "run.json", "checkpoint-000002.keras/."]
)
def test_a_checkpoint_outside_the_run_is_never_touched(name, run, tmp_path):
    precious = tmp_path / "other" / "precious.keras"
    precious.parent.mkdir()
    shutil.copy(run / "checkpoint-000002.keras", precious)
    change(run, checkpoint=name)
    with pytest.raises(UserError, match=r"run.json is damaged .*checkpoint"):
        train(RECIPE, small_data(), run, epochs=3)
    assert precious.exists() and (run / "run.json").exists()


@pytest.mark.slow
def test_orphaned_checkpoints_go_and_everything_else_stays(run):
    orphan, mine = run / "checkpoint-000001.keras", run / "checkpoint-best.keras"
    for path in (orphan, mine, run / ".thesis.tmp.bak"):
        path.write_text("text")
    train(RECIPE, small_data(), run, epochs=2)
    assert not orphan.exists() and mine.exists() and (run / ".thesis.tmp.bak").exists()
    assert (run / "checkpoint-000002.keras").exists()


@pytest.mark.slow
@pytest.mark.parametrize("text", ["null", "[" * 200_000, '{"a": Infinity}', "1" * 5000, "\udcff"])
def test_run_json_of_any_text_is_named(text, run):
    (run / "run.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UserError, match=r"run.json is damaged"):
        train(RECIPE, small_data(), run, epochs=3)


@pytest.mark.slow
def test_a_failed_export_leaves_no_folder(run, tmp_path):
    colour = dataclasses.replace(small_data(), test_images=np.zeros((8, 8, 8, 3), "uint8"))
    with pytest.raises(UserError, match="colour channels"):
        export(run, read_run(run), colour, tmp_path / "new" / "weights")
    assert os.listdir(tmp_path) == ["run"]


def test_a_single_training_picture_is_too_few(tmp_path):
    data = small_data()
    one = dataclasses.replace(data, train_images=data.train_images[:1])
    with pytest.raises(UserError, match="two training pictures"):
        train(RECIPE, one, tmp_path / "run", epochs=1, batch_size=1)
    assert not list(tmp_path.iterdir())
