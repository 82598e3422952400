"""Exercise of lesson 10, predict: what a squared error costs, and what detail saves.

Check: pytest tests/exercises/test_ex10_predict_error.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_error():
    """Four numbers about squared error. Commit to them before you run; paper is enough.

    Colours go from 0 to 1. The lesson's loss of a picture of 30 x 30 pixels and three channels, in
    nats, is 2 · squared error, summed over all its values, plus the KL divergence of its 32
    latents. Digits had cross-entropy in its place; colours are no yes or no.

    1. A decoder that knows nothing answers one grey to everything. The values are evenly spread
       over 0..1. How large is the squared error per value, on average, with the best grey?
    2. A better one has a squared error of 0.01 per value (a PSNR of 20 dB). How many nats is that
       in the loss of a picture, without the KL? Beside it stand 32 latents of about 1 nat each.
    3. A squared error is the negative log-likelihood of a Gaussian around the decoder's answer, up
       to a constant. Which standard deviation σ has the Gaussian that 2 · squared error stands for?
    4. A frog has spots on a patch of 10 x 10 pixels: in every value, of all three channels, it is
       0.1 above or below the patch's average. The decoder draws the average. How many nats would
       the squared error fall by, if it drew the spots exactly? The KL may rise by as much for
       saying where they are; what costs more is left blurred.

    Returns:
        Four numbers: grey, nats, sigma, spots. Each within 5 %.
    """
    return not_attempted()
