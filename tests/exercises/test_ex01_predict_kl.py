"""Checks exercise ex01_predict_kl: both numbers, within 2 %."""

import math

HINTS = (
    "the codes of all pictures together are N(0, 1) in each latent: their variance, 1, is that of "
    "the μ plus σ². So what is the average of μ²?",
    "put this average into ½ (μ² + σ² - 1 - log σ²): only one term is left",
    "the term left is -½ log σ² = log 1/σ, for each of two latents; halving σ adds log 2 to each",
)
WIDTH = 1 / 20
LOG = -math.log(WIDTH)  # a latent's cost
COST = [
    (LOG, "that is one latent: two are asked for, and their costs are added up"),
    (2 * LOG / math.log(2), "those are bits: nats take the natural logarithm"),
    (LOG / math.log(2), "those are the bits of one latent: nats of two are asked for"),
    (2 * math.log10(20), "nats take the natural logarithm, not log₁₀"),
    (4 * LOG, "½ log σ² is log σ: the ½ and the square cancel"),
    (-2 * LOG, "the sign: σ < 1 has a negative logarithm, and a cost is positive"),
    (WIDTH**2 - 1 + 2 * LOG, "is μ² left out? The μ are spread over the prior: E μ² = 1 - σ²"),
    (2 * LOG + 1, "the - 1 of ½ (μ² + σ² - 1 - log σ²) is missing"),
    (400, "that is how many places there are to name: its logarithm is the cost"),
    (20, "that is how many places a latent has: its logarithm is the cost"),
]
MORE = [
    (math.log(2), "that is one latent: both are halved"),
    (2, "those are bits: nats take the natural logarithm"),
    (4, "four times as many places can be named: by how much does the logarithm grow?"),
    (4 * math.log(2), "½ log σ² is log σ: the ½ and the square cancel"),
    (2 * LOG, "the cost is not doubled: log(1/σ) grows by as much as log(1/σ) at σ = ½"),
    (2 * LOG + 2 * math.log(2), "by how much *more*: that is the whole cost"),
    (-2 * math.log(2), "a more precise code says more: it costs more, not less"),
]


def test_predict_kl(attempt):
    cost, more = attempt().parts("cost", "more")
    precise = "a code is precise to 1/20 in two directions: how many such places are there?"
    low = f"too cheap: {precise} Naming one of them costs the logarithm"
    high = f"too dear: {precise} It costs only the logarithm to name one"
    cost.predicts(0.98 * 2 * LOG, 1.02 * 2 * LOG, COST, low, high)
    low = "a code that is twice as precise names one of four times as many places"
    high = "the cost is a logarithm: twice as precise adds the same, whatever σ was before"
    more.predicts(1.96 * math.log(2), 2.04 * math.log(2), MORE, low, high)
