"""What each idea in the training of `mnist` is worth, one at a time, on a small budget.

    python benchmarks/ablate.py                      # every row, an hour of two cores
    python benchmarks/ablate.py --rows sharpening    # rows whose name has this in it
    python benchmarks/ablate.py --part 0.02          # a fiftieth of the steps: does it run?

Every row goes on from the model of another, so that rows differ in one thing; models are kept in
the folder `--out`, and a second call goes on from there. All are measured by samples of a mixture
that is fitted to their codes, as `evaluate` measures them, only fewer.
"""

import argparse
import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from cppn_keras import data as datasets
from cppn_keras import networks
from cppn_keras.data import Dataset, batches, center_crop, to_float
from cppn_keras.evaluation import enlargement
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.evaluation.references import references_for
from cppn_keras.evaluation.report import measure_samples, share_read
from cppn_keras.files import save_model, write_json
from cppn_keras.runs import film
from cppn_keras.runs.callbacks import RefitPrior, Reseed
from cppn_keras.runs.prior import fit_prior
from cppn_keras.runs.recipes.mnist import MODEL, RECIPE
from cppn_keras.training import VAE, JointVAEGAN
from cppn_keras.training.base import TrainingModel

SIDE, SUBPIXELS = RECIPE.image_size, MODEL.subpixels
SHAPE = (SIDE, SIDE, 1)
SAMPLES, LARGE_ONES = 2_000, 12
EPOCH = 20  # steps between two fits of the prior at least, and two lines of output
SMALL = dataclasses.replace(  # for so few steps; the grey weight with which rows are compared
    MODEL, kl_warmup=300, adversarial_start=200, grey_weight=0.05
)


@keras.saving.register_keras_serializable(package="ablation")
class FrozenEncoderVAE(VAE):
    """The generator alone is trained, on codes with less noise than the encoder asks for."""

    @property
    def vae_variables(self) -> list:
        return self.generator.trainable_variables


@dataclasses.dataclass(frozen=True)
class Row:
    """A short training. `build` takes the seed and the model of the row `after`."""

    name: str
    after: str | None
    steps: int
    build: Callable[[int, TrainingModel | None], TrainingModel]
    refit: bool = True  # the mixture that the discriminator sees, while there is one
    noise: float = 1.0  # standard deviation of ε


def start(seed: int, _) -> JointVAEGAN:
    return SMALL.joint(SHAPE, seed, None)


def go_on(_, trained: JointVAEGAN) -> JointVAEGAN:
    return trained


def settle(_, trained: JointVAEGAN) -> JointVAEGAN:
    for optimizer in (trained.vae_optimizer, trained.discriminator_optimizer):
        optimizer.learning_rate = optimizer.learning_rate / 4
    return trained


def sharpen(**changes) -> Callable:
    model = dataclasses.replace(SMALL, **changes)
    return lambda seed, trained: model.sharpen(SHAPE, seed, trained)


def without_encoder(seed: int, trained: JointVAEGAN) -> VAE:
    """Sharpening with a frozen encoder and half of its noise."""
    model = SMALL.sharpen(SHAPE, seed, trained)
    config = {**model.get_config(), "epsilon_stddev": 0.5}
    frozen = FrozenEncoderVAE(
        model.encoder,
        model.generator,
        **{name: config[name] for name in ("reconstruction_weight", "kl_weight", "average_decay")},
        epsilon_stddev=config["epsilon_stddev"],
        seed=seed,
    )
    frozen.compile(film.adam(film.SHARPEN_RATE))
    return frozen


def with_discriminator(seed: int, trained: JointVAEGAN) -> JointVAEGAN:
    """Sharpening in which the adversarial terms stay, on averages of nine samples a pixel."""
    cppn = trained.averaged_generator.cppn
    cppn.scale_output(film.OUTPUT_FACTOR)
    model = JointVAEGAN(
        trained.averaged_encoder,
        networks.image_generator(cppn, SIDE, SIDE, SUBPIXELS, SMALL.grey_weight),
        trained.discriminator,
        **{name: getattr(trained, name) for name in ("reconstruction_weight", "kl_weight")},
        **{name: getattr(trained, name) for name in JointVAEGAN.WEIGHTS[:3]},
        kl_warmup=0,
        adversarial_start=0,
        average_decay=film.SHARPEN_AVERAGE_DECAY,
        seed=seed,
    )
    model.compile(film.adam(film.SHARPEN_RATE), film.adam(film.SHARPEN_RATE / 2))
    return model


JOINT, SETTLE, SHARPEN = 600, 200, 100  # steps
ROWS = [
    Row("N(0, I) shown to the discriminator", None, JOINT, start, refit=False),
    Row("the mixture of the codes", None, JOINT, start),
    Row("… going on", "the mixture of the codes", SETTLE, go_on),
    Row("… settling: rates a quarter", "the mixture of the codes", SETTLE, settle),
    Row("sharpening, not settled", "… going on", SHARPEN, sharpen()),
    Row("sharpening", "… settling: rates a quarter", SHARPEN, sharpen()),
    *(
        Row(f"sharpening, {change}", "… settling: rates a quarter", SHARPEN, build, noise=noise)
        for change, build, noise in (
            ("grey weight 0.01", sharpen(grey_weight=0.01), 1.0),
            ("grey weight 0.1", sharpen(grey_weight=0.1), 1.0),
            ("KL weight 0.02", sharpen(kl_weight=0.02), 1.0),
            ("frozen encoder, half the noise", without_encoder, 0.5),
            ("adversarial terms kept", with_discriminator, 1.0),
        )
    ),
]


def main() -> None:
    options = parse()
    data = datasets.load("mnist")
    folder = Path(options.out) / f"seed{options.seed}-{options.part:g}"
    folder.mkdir(parents=True, exist_ok=True)
    judge = Judge(data, options.seed)
    print("| | Fréchet ÷ real | precision | recall | coverage | sure | label kept | edges |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    print(line("real pictures", judge.real_figures()), flush=True)
    for row in ROWS:
        if options.rows in row.name:
            model = trained(row, folder, data, options.seed, options.part)
            figures = judge.figures(model, row.noise)
            write_json(figures, folder / f"{ROWS.index(row):02d}.json")
            print(line(row.name, figures), flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="", help="only rows whose name has this in it")
    parser.add_argument("--part", type=float, default=1.0, help="share of the steps (1)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="build/ablation")
    return parser.parse_args()


def trained(row: Row, folder: Path, data: Dataset, seed: int, part: float) -> TrainingModel:
    """The model of a row, trained now if it is not in the folder yet."""
    path = folder / f"{ROWS.index(row):02d}.keras"
    if path.exists():
        return keras.models.load_model(path)
    before = row_before(row)
    model = before and trained(before, folder, data, seed, part)
    keras.utils.set_random_seed(seed)
    model = row.build(seed, model)
    begun = epochs_until(before, part)
    callbacks = [Reseed(seed)]
    if row.refit and isinstance(model, JointVAEGAN):
        images = center_crop(data.train_images[: RefitPrior.PICTURES], SIDE)
        callbacks.append(RefitPrior(to_float(images), seed))
    model.fit(
        batches(
            data.train_images,
            RECIPE.batch_size,
            crop=SIDE,
            seed=seed,
            start_step=begun * EPOCH,
        ),
        initial_epoch=begun,
        epochs=epochs_until(row, part),
        steps_per_epoch=EPOCH,
        callbacks=callbacks,
        verbose=0,
        shuffle=False,
    )
    save_model(model, path)
    return model


def row_before(row: Row) -> Row | None:
    return next((other for other in ROWS if other.name == row.after), None)


def epochs_until(row: Row | None, part: float) -> int:
    """Epochs of a row and of all before it."""
    if row is None:
        return 0
    return epochs_until(row_before(row), part) + max(1, round(part * row.steps / EPOCH))


class Judge:
    """Measures models, always against the same pictures."""

    def __init__(self, data: Dataset, seed: int):
        self.data, self.seed = data, seed
        self.classifier = Classifier.load()
        self.references = references_for(self.classifier, data, SAMPLES)
        self.test = dataclasses.replace(
            data, test_images=data.test_images[:SAMPLES], test_labels=data.test_labels[:SAMPLES]
        )

    def real_figures(self) -> dict:
        """The same of training pictures, test pictures, and bicubic enlargements."""
        kept = share_read(to_float(self.test.test_images), self.test, self.classifier)
        edge_width = self.references["bicubic"]["edge_width"]
        figures = {**self.references, "label_kept": kept, "edge_width": edge_width}
        return {**figures, "frechet_ratio": 1.0}

    def figures(self, model: TrainingModel, noise: float) -> dict:
        """What `line` shows: of samples of a mixture, of reconstructions and of enlargements."""
        nets = model.drawing_networks()
        cppn = nets["generator"].cppn

        def encode(images):
            images = to_float(center_crop(images, SIDE))
            return nets["encoder"].predict(images, batch_size=500, verbose=0)

        def draw(codes, side=SIDE, subpixels=SUBPIXELS, at_once=64):
            generator = networks.image_generator(cppn, side, side, subpixels)
            return generator.predict(codes, batch_size=at_once, verbose=0)

        z_mean, z_log_var = encode(self.data.train_images)
        prior = fit_prior(z_mean, z_log_var + 2 * np.log(noise), seed=self.seed)
        codes = prior.sample(SAMPLES, np.random.default_rng(self.seed))
        figures = measure_samples(draw(codes), self.data, self.classifier, self.references)
        again = draw(encode(self.test.test_images)[0])
        large = draw(codes[:LARGE_ONES], enlargement.LARGE, 1, 1)
        return {
            **figures,
            "label_kept": share_read(again, self.test, self.classifier),
            "edge_width": enlargement.edge_width(large, enlargement.LARGE // SIDE),
        }


def line(name: str, figures: dict) -> str:
    shares = " | ".join(f"{figures[key]:.3f}" for key in ("precision", "recall", "coverage"))
    percent = " | ".join(f"{100 * figures[key]:.1f} %" for key in ("confident", "label_kept"))
    return (
        f"| {name} | {figures['frechet_ratio']:.2f} | {shares} | {percent} | "
        f"{figures['edge_width']:.2f} |"
    )


if __name__ == "__main__":
    main()
