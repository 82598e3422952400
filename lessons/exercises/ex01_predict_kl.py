"""Exercise of lesson 1, predict: what a precise code costs, in nats.

Check: pytest tests/exercises/test_ex01_predict_kl.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_kl():
    """Commit to two numbers before the lesson measures them; no computer is needed.

    A VAE of *two* latents has been trained so well that the codes z = μ + σ·ε of all pictures
    together are spread as N(0, I), the prior. The encoder is precise: σ = 1/20 in both latents, for
    every picture. The μ are different from picture to picture.

    Returns:
        A pair (cost, more):
        cost: the KL divergence of a code, both latents together, averaged over the pictures, in
            nats, to within 2 %.
        more: by how many nats the cost grows if σ is halved, everything else as above.
    """
    return not_attempted()
