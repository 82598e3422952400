"""The report as a table: what was measured, the reference value, the target, is it met?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        key: of the figure in its part of the report.
        title: what it is, with its unit.
        digits: decimals.
        target: what the shipped MNIST model should reach; None where nothing is asked.
        lower: whether less is better.
        percent: shown as a percentage.
    """

    key: str
    title: str
    digits: int = 3
    target: float | None = None
    lower: bool = False
    percent: bool = False

    def show(self, value: float | None) -> str:
        if value is None:
            return "-"
        return f"{100 * value:.1f} %" if self.percent else f"{value:.{self.digits}f}"

    def verdict(self, value: float | None) -> tuple[str, str]:
        """Target and whether it is met."""
        if self.target is None or value is None:
            return "", ""
        met = value <= self.target if self.lower else value >= self.target
        return f"{'≤' if self.lower else '≥'} {self.show(self.target)}", "yes" if met else "NO"


SAMPLES = (
    Row("frechet_ratio", "Fréchet distance ÷ reference", 2, 1.7, lower=True),
    Row("frechet", "Fréchet distance", 2),
    Row("precision", "precision"),
    Row("recall", "recall", 3, 0.92),
    Row("density", "density"),
    Row("coverage", "coverage", 3, 0.93),
    Row("confident", "read with confidence > 0.9", target=0.975, percent=True),
    Row("least", "the rarest digit's share", target=0.05, percent=True),
    Row("histogram_kl", "KL(digits ‖ uniform), nats", 4),
    Row("near_copies", "near-copies of training pictures", percent=True),
)
ASKED = (
    Row("read", "read as asked", target=0.97, percent=True),
    Row("worst", "of the digit that is worst", percent=True),
)
RECONSTRUCTIONS = (
    Row("negative_elbo", "-ELBO, nats", 1),
    Row("cross_entropy", "  cross-entropy, nats", 1),
    Row("kl", "  KL, nats", 1),
    Row("squared_error", "squared error per pixel", 4),
    Row("label_kept", "label kept", target=0.989, percent=True),
)
ENLARGEMENT = (
    Row("edge_width", "edge width, training pixels", 2, 0.2, lower=True),
    Row("consistency", "rms difference, averaged back to 26", 4),
    Row("speckle", "ink in specks", percent=True),
    Row("stray_grey", "grey away from edges", percent=True),
)


def table(report: dict) -> str:
    """The report as lines of text; targets are shown for MNIST, for which they were set."""
    lines, references = [], report["references"]
    targets = report["data"]["name"] == "mnist"
    for prior, figures in report["samples"].items():
        title = f"{report['count']} samples, prior {prior}"
        lines += _part(title, SAMPLES, figures, "real", references, targets)
        shares = " ".join(f"{digit}: {share:.1%}" for digit, share in enumerate(figures["shares"]))
        lines.append(f"  {shares}")
    if figures := report.get("asked"):
        lines += _part("a digit asked for by name", ASKED, figures, "", {}, targets)
    if figures := report.get("reconstructions"):
        real = {"label_kept": figures["originals_read"]}
        title = "test pictures, reconstructed"
        lines += _part(title, RECONSTRUCTIONS, figures, "real", real, targets)
    if figures := report.get("enlargement"):
        title = f"{figures['pictures']} samples of {figures['size']} x {figures['size']}"
        lines += _part(title, ENLARGEMENT, figures, "bicubic", references["bicubic"], targets)
    lines += [f"left out: {what} ({reason})" for what, reason in report["left_out"].items()]
    digest, accuracy = report["classifier"]["sha256"], report["classifier"]["accuracy"]
    lines.append(f"classifier {digest[:12]}, {accuracy:.2%} right; {report['seconds']:.0f} s")
    return "\n".join(lines)


def _part(
    title: str,
    rows: tuple[Row, ...],
    figures: dict,
    column: str,
    references: dict,
    targets: bool,
) -> list[str]:
    """The lines of one part: figures, the reference values in a column, targets if wanted."""
    heading = f"{title:<36}{'':>10}{column:>10}"
    lines = [heading + (f"{'target':>12}  met" if targets else "")]
    for row in rows:
        reference = row.show(references[row.key]) if row.key in references else ""
        line = f"  {row.title:<34}{row.show(figures[row.key]):>10}{reference:>10}"
        if targets:
            line += "{:>12}  {}".format(*row.verdict(figures[row.key]))
        lines.append(line.rstrip())
    return lines
