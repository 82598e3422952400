"""What the tests of posters share."""

import json
import re

import numpy as np


def page_poster(page):
    """What a page knows of its poster."""
    return json.loads(re.search(r"const poster = (.*);</script>", page)[1])


def assert_same_pixels(a, b):
    assert np.abs(np.asarray(a, int) - np.asarray(b, int)).max() <= 1
