"""Commands that draw pictures in motion: from z to z, and into a picture."""

from argparse import Namespace

import numpy as np

from cppn_keras import pictures, rendering
from cppn_keras.commands.drawing import check_picture, code_of
from cppn_keras.errors import UserError
from cppn_keras.files import check_target
from cppn_keras.sampler import Sampler


def morph(options: Namespace) -> None:
    """A closed walk through the codes of test pictures, or random ones."""
    if len(options.digits) + options.random < 2:
        raise UserError("a morph needs two digits or more, such as: morph 2 9 0; or --random 5")
    if options.picture is not None and not options.digits:
        raise UserError("--picture says which test picture of a digit: give digits, too.")
    duration = 1 / options.fps if options.fps else options.duration
    rendering.check_animation(options.out, duration)
    check_target(options.out, options.out.suffix.lower())
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    codes = [code_of(sampler, digit, options.picture) for digit in options.digits]
    codes += list(sampler.generate_z(options.random)) if options.random else []
    pictures.save_morph(
        sampler,
        np.stack(codes),
        options.out,
        options.size,
        options.frames,
        duration,
        options.width,
        options.easing,
        options.interpolation or ("spherical" if options.random else "linear"),
    )


def zoom(options: Namespace) -> None:
    """Into a picture and, unless told otherwise, out again."""
    check_picture(options)
    n_frames = max(2, round(options.seconds * options.fps))
    n_way = n_frames if options.one_way else n_frames // 2 + 1
    duration = options.seconds / (n_way if options.one_way else 2 * n_way - 2)
    rendering.check_animation(options.out, duration)
    check_target(options.out, options.out.suffix.lower())
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    z = sampler.generate_z()
    if options.digit is not None:
        z = code_of(sampler, options.digit, options.picture)
    target = options.to or pictures.find_corner(sampler, z)
    start = rendering.View(scale=options.scale)
    end = rendering.View(tuple(target), options.factor, options.scale, options.rotate)
    views = rendering.zoom_path(start, end, n_way, options.easing)
    views = views if options.one_way else rendering.there_and_back(views)
    pictures.save_zoom(sampler, z, options.out, options.size, views, duration, options.width)
