"""Pictures to learn from: `load` finds them, `batches` feeds them.

    digits = load("mnist")            # or "fashion_mnist", "strokes", "ink", a folder, an .npz
    feed = batches(digits.train_images, 256, crop=26, seed=0)

Importing this package loads no TensorFlow; `batches` does when it is called.
"""

from cppn_keras.data.batches import batches, center_crop, to_float
from cppn_keras.data.sources import KNOWN_NAMES, Dataset, load
