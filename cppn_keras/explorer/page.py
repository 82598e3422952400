"""The page from its parts: a template, a style sheet, scripts in files, and a model as JSON."""

from pathlib import Path

import numpy as np

from cppn_keras.art import random_art
from cppn_keras.data.small import SmallPicture
from cppn_keras.errors import UserError
from cppn_keras.explorer.export import (
    cppn_as_json,
    encoder_as_json,
    prior_as_json,
    tensor,
    tensor16,
)
from cppn_keras.files import replace_file
from cppn_keras.sampler import STEEPNESS, Sampler
from cppn_keras.webpage import as_script, fill, in_html, in_script

PARTS = Path(__file__).parent / "page"
RANGE = 2.0  # standard deviations to both sides that a slider covers


def page(
    sampler: Sampler,
    code: np.ndarray | None = None,
    picture: SmallPicture | None = None,
    name: str = "a network",
) -> str:
    """The HTML of a trained model.

    Args:
        code: what is shown first: a z (latent,), or a refined code, as `Sampler.refine` gives it;
            the ordinary code of a digit when None.
        picture: what a refined code was fitted to, shown beside it.
        name: of the model.

    Raises:
        UserError: a generator that is no CPPN of `networks.build_cppn`, or a code of another.
    """
    if sampler.cppn is None:
        raise UserError("the explorer draws CPPNs; this generator draws one size only.")
    z, delta, samples = _start(sampler, code)
    steepness = STEEPNESS if sampler.c_dim == 1 else 1
    inverted = picture is not None and picture.dark
    height, width = sampler.image_size
    encoder = None if sampler.encoder is None else encoder_as_json(sampler.encoder)
    return _fill(
        {
            "name": name,
            "title": f"{name}: drawn at any size",
            "kind": "trained",
            "channels": sampler.c_dim,
            "latent": sampler.z_dim,
            "height": height,
            "width": width,
            "samples": sampler.drawing(np.zeros(sampler.z_dim)).samples,
            "labels": sorted(sampler.digit_codes),
            "digits": {label: tensor(z) for label, z in sampler.digit_codes.items()},
            "directions": [
                {"name": measure, "step": tensor(step), "low": -RANGE, "high": RANGE}
                for measure, step in sampler.directions.items()
            ],
            "network": cppn_as_json(sampler.cppn, steepness, inverted),
            "encoder": encoder,
            "prior": None if sampler.prior is None else prior_as_json(sampler.prior),
            "start": {"z": tensor(z), "delta": delta, "samples": samples},
            "picture": None if picture is None else _picture_as_json(picture),
        }
    )


def art_page(seed: int = 0, name: str = "art", **options) -> str:
    """The HTML of a CPPN with random weights; the arguments are those of `art.random_art`.

    Raises:
        UserError: as `random_art`; an activation that the page does not know.
    """
    cppn, z = random_art(seed, **options)
    return _fill(
        {
            "name": name,
            "title": f"{name}, seed {seed}: an untrained network",
            "kind": "art",
            "channels": cppn.channels,
            "latent": cppn.latent_dim,
            "height": 9,  # the aspect of the pictures of `art`
            "width": 16,
            "samples": 1,
            "network": cppn_as_json(cppn, store=tensor),
            "start": {"z": tensor(z), "delta": None, "samples": 1},
            **dict.fromkeys(("encoder", "prior", "picture")),
            **{"labels": [], "digits": {}, "directions": []},  # nothing was learnt
        }
    )


def save(text: str, path: str | Path) -> Path:
    """Writes a page, all or nothing; returns its path."""
    return replace_file(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _start(sampler: Sampler, code: np.ndarray | None) -> tuple[np.ndarray, dict | None, float]:
    """z, what is added to its modulations, and the samples along the side of a picture."""
    if code is None:
        code = next(iter(sampler.digit_codes.values()), None)
        code = sampler.generate_z() if code is None else code
    drawing = sampler.drawing(code)  # refuses other codes
    if drawing.z.ndim != 1:
        raise UserError(f"the explorer begins with one code, not with {len(drawing.z)}.")
    if len(drawing.z) == sampler.z_dim:
        return drawing.z, None, drawing.samples
    z = np.zeros(sampler.z_dim, "float32")
    delta = drawing.z - np.asarray(sampler.refiner.modulations(z[None], training=False))[0]
    return z, tensor(delta), drawing.samples


def _picture_as_json(picture: SmallPicture) -> dict:
    """The pixels that were given, as the drawing shows them."""
    pixels = 1 - picture.ink if picture.dark else picture.ink
    height, width, channels = pixels.shape
    return {"height": height, "width": width, "channels": channels, "pixels": tensor16(pixels)}


def _fill(model: dict) -> str:
    return fill(
        PARTS / "explorer.html",
        {
            "TITLE": in_html(model["title"]),
            "STYLE": (PARTS / "explorer.css").read_text(encoding="utf-8"),
            "CORE": in_script(_scripts("core")),
            "MODEL": as_script(model),
            "APP": in_script(_scripts("app")),
        },
    )


def _scripts(folder: str) -> str:
    """All files of a folder, in the order of their names: they define functions and classes, which
    need none. What runs at once stands in app/start.js, which is the last."""
    files = sorted((PARTS / folder).glob("*.js"), key=lambda path: (path.stem == "start", path))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
