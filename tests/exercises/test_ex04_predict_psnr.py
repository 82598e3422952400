"""Checks exercise ex04_predict_psnr: three numbers, each with the reasons it may be wrong."""

from checking import Answer, kind

HINTS = (
    "all three go through the squared error: get it first, then the decibels, or the other way",
    "first the squared error of one value, then its average over the picture, then the logarithm; "
    "3 dB are a factor of 2 in the squared error, 10 dB a factor of 10",
    "1: 0.2² in one value of a hundred is 0.0004 on average. 2: 40 dB is a squared error of 10⁻⁴, "
    "take the root, and times 255. 3: the ratio of the squared errors is 10^(-0.3/10)",
)
THIN = [
    (13.98, "that is the PSNR of the lines alone: 99 of 100 values are exact, and count as well"),
    (53.98, "0.002 is the average error; average the squared errors instead, then the logarithm"),
    (26.99, "0.2 is not squared yet: 0.2² in one value of a hundred"),
    (16.99, "a root too many: -10 · log₁₀ of the squared error itself"),
    (67.96, "10, not 20, in front of the logarithm of a *squared* error"),
    (78.24, "that is the natural logarithm: log₁₀ is meant"),
    (-33.98, "the sign: a small error has a large PSNR"),
]
LEVELS = [
    (0.01, "that is the error where colours go to 1: in a file they go to 255"),
    (0.0001, "that is the squared error, of colours up to 1: the root of it, times 255"),
    (0.0255, "10⁻⁴ is the *squared* error: the root is missing"),
    (25.5, "an error of a tenth is 20 dB: 40 dB is a hundredth"),
    (6.5025, "that is the squared error of colours up to 255: the root of it"),
]
SHARE = [
    (0.933, "that is what is left of the squared error: how much smaller is it?"),
    (0.0339, "that is the error, not its square"),
    (0.0715, "that is how much larger the larger one is: how much smaller is the smaller one?"),
    (1.0715, "that is the ratio: how much smaller is the smaller one, as a share of the larger?"),
    (-0.067, "smaller by this share: without the sign"),
    (-0.0715, "smaller by this share: without the sign"),
    (0.5, "half is 3 dB, for log₁₀ 2 = 0.3, and decibels are tenths of that"),
    (0.3, "decibels are a logarithm, not a share: 10^(-0.3/10)"),
    (0.03, "decibels are a logarithm, not a share: 10^(-0.3/10)"),
    (0.003, "decibels are a logarithm, not a share: 10^(-0.3/10)"),
    (0.259, "e is not the base here: 10^(-0.3/10)"),
    (6.7, "a share, not per cent: 0.5 for half"),
]
LOW = "0.2² = 0.04 in one value of a hundred, 0 in the others: what is the average?"
ROOT = "which squared error is 40 dB? Its root is the error, for colours up to 1"
TEN = "10 dB less are ten times the squared error, 3 dB about twice: what are 0.3?"
QUESTIONS = {  # what is asked: from, to, known mistakes, what to say below, above
    "1. decibels": (33.5, 34.5, THIN, LOW, LOW),
    "2. levels": (2.5, 2.6, LEVELS, ROOT, ROOT),
    "3. share": (0.065, 0.0705, SHARE, TEN, TEN),
}


def test_predict_psnr(attempt):
    answer = attempt()
    three = isinstance(answer.value, tuple | list) and len(answer.value) == 3
    came, wanted = kind(answer.value), "(decibels, levels, share)"
    hint = "return three numbers with commas between them, in the order of the questions"
    if answer.value is None:
        hint = "is `return` missing in front of the result?"
    answer.must(three, "not three numbers", came, wanted, hint)
    for value, (name, expected) in zip(answer.value, QUESTIONS.items(), strict=True):
        Answer(attempt, f"{answer.call}, {name}", value).predicts(*expected)
