"""Exercise of lesson 1: what a precise code costs, in nats."""

import math


def predict_kl():
    """Average cost of a code of two latents with σ = 1/20, and how much more with σ halved."""
    # All codes together are N(0, 1): their variance, that of μ plus σ², is 1. So E μ² = 1 - σ²,
    # and in ½ (μ² + σ² - 1 - log σ²) all cancels but -½ log σ² = log 1/σ.
    per_latent = math.log(20)
    # It is the logarithm of how many places of width σ there are: 20 a latent, 400 for two. Half
    # the width gives twice as many.
    return 2 * per_latent, 2 * math.log(2)  # 5.99 and 1.39
