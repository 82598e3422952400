"""The page that shows a Deep Zoom poster: one HTML file that needs no network.

`viewer.html` is the page, `viewer.js` our small viewer. In place of the latter goes OpenSeadragon
where its file is given, started by `viewer_openseadragon.js`; it is not part of this package
(https://openseadragon.github.io, BSD).
"""

import os
from pathlib import Path

from cppn_keras.errors import UserError
from cppn_keras.files import as_path
from cppn_keras.webpage import as_script, fill, in_html, in_script

HERE = Path(__file__).parent


def page(poster: dict, openseadragon: str | None = None) -> str:
    """The HTML of a poster.

    Args:
        poster: name, height, width, tile, overlap, and levels: for each the rectangles of tiles
            that may be asked for, (left, top, right, bottom) in columns and rows.
        openseadragon: the text of openseadragon.min.js; our own viewer when None.
    """
    own = "viewer.js" if openseadragon is None else "viewer_openseadragon.js"
    script = (openseadragon or "") + "\n" + (HERE / own).read_text(encoding="utf-8")
    parts = {
        "NAME": in_html(poster["name"]),
        "POSTER": as_script(poster),
        "SCRIPT": in_script(script),
    }
    return fill(HERE / "viewer.html", parts)


def page_belongs_to(path: Path, name: str) -> bool:
    """Whether a file is the page of the poster of that name."""
    try:
        return _mark(name) in path.read_text(encoding="utf-8", errors="replace")[:1000]
    except OSError:
        return False


def read_openseadragon(path: str | Path | None) -> str | None:
    """The text of openseadragon.min.js; None for None. Raises UserError if it is another file."""
    if path is None:
        return None
    path = as_path(path)
    try:
        text = Path(path).read_text(encoding="utf-8") if os.path.isfile(path) else ""
    except (OSError, UnicodeDecodeError):
        text = ""
    if "OpenSeadragon" not in text or "DziTileSource" not in text:
        raise UserError(
            f"{path} is not OpenSeadragon's script; `npm pack openseadragon` brings "
            "package/build/openseadragon/openseadragon.min.js."
        )
    return text


def _mark(name: str) -> str:
    return f'<meta name="cppn-keras-poster" content="{in_html(name)}">'
