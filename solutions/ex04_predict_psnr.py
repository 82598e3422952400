"""Exercise of lesson 4, predict: decibels from an error, and an error from decibels."""


def predict_psnr():
    """Three numbers to commit to before the lesson measures them."""
    # 0.2² = 0.04 in one value of a hundred is 0.0004 on average. log₁₀ 0.0004 = -3.4: 34 dB, almost
    # the lesson's target, with all the rigging gone. One average over the picture hides thin lines.
    thin = 34.0
    # 40 dB = -10 · log₁₀(error²): error² = 10⁻⁴, error = 0.01, and 0.01 · 255 = 2.55.
    levels = 2.55
    # The errors' ratio is 10^(-0.3 / 10) = 0.933: 7 % less. One does not see it.
    share = 0.067
    return thin, levels, share
