"""HTML pages from templates: one file each, with everything in it."""

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path


def fill(template: Path, parts: Mapping[str, str]) -> str:
    """The text of a template with every {{NAME}} in it replaced by the part of that name."""
    text = template.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], text)


def as_script(value) -> str:
    """A value as JSON that may stand in a script element."""
    return in_script(json.dumps(value, default=int))


def in_script(text: str) -> str:
    """Text that cannot end the script element it stands in."""
    return re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def in_html(text: str) -> str:
    """Text that is shown as it is, also in an attribute."""
    return html.escape(text)
