"""The command that enlarges somebody's own small pictures."""

import sys
from argparse import Namespace
from pathlib import Path

from cppn_keras.arguments import STILL_FORMATS, Parser, file_path, poster_side

HELP = "your own small pictures of ink on paper, drawn large"
SIZE = 1300  # pixels


def add_options(parser: Parser) -> None:
    what = "5 to 64 pixels a side: a letter, an icon, a scanned digit"
    parser.add_argument("pictures", type=file_path, nargs="+", metavar="PICTURE", help=what)
    parser.add_weights("ink")
    what = f"pixels along the longer side ({SIZE})"
    parser.add_argument("--size", type=poster_side, default=SIZE, help=what)
    parser.add_out("large.png", f"{STILL_FORMATS}; of several, the name of each is added")


def run(options: Namespace) -> None:
    """Draws each picture that is a drawing; says of the others why not."""
    from cppn_keras import rendering
    from cppn_keras.errors import UserError
    from cppn_keras.sampler import Sampler

    outs = _outs(options.pictures, options.out)
    rendering.check_still(options.out)
    if options.out.suffix.lower() != ".dzi":
        rendering.check_size(options.size, options.size)
    sampler = Sampler.from_pretrained(options.weights)
    declined = 0
    for path, out in zip(options.pictures, outs, strict=True):
        try:
            _enlarge(sampler, path, out, options.size)
        except UserError as error:
            if len(outs) == 1:
                raise
            declined += 1
            print(f"cppn-keras: {error}", file=sys.stderr)
    if declined:
        raise UserError(f"{declined} of {len(outs)} pictures were not enlarged, see above.")


def _enlarge(sampler, path: Path, out: Path, size: int) -> None:
    """Reads one picture, says what was found, fits a code to it and saves what that draws."""
    import dataclasses

    from cppn_keras import rendering
    from cppn_keras.data.small import read_small_picture
    from cppn_keras.networks import inverted
    from cppn_keras.pictures import enlarge_picture

    picture = read_small_picture(path)
    print(picture.source, flush=True)
    drawing, agreement = enlarge_picture(sampler, picture, size)
    print(f"averaged, the enlargement has the given pixels to {agreement:.1f} dB")
    options = {}
    if out.suffix.lower() == ".svg":
        options = {"ink": "black", "paper": None} if picture.dark else {}
    elif picture.dark:
        drawing = dataclasses.replace(drawing, cppn=inverted(drawing.cppn))
    print(f"saved {rendering.save(drawing, out, **options)}", flush=True)


def _outs(pictures: list[Path], out: Path) -> list[Path]:
    """A file for each picture."""
    from cppn_keras.errors import UserError

    if len(pictures) == 1:
        return [out]
    outs = [out.with_name(f"{out.stem}-{path.stem}{out.suffix}") for path in pictures]
    if len(set(outs)) < len(outs):
        raise UserError("two of the pictures have one name: enlarge them one by one.")
    return outs
