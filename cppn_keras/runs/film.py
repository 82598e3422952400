"""What `mnist` and `demo` share: a FiLM CPPN as the decoder of a VAE-GAN, trained in stages.

"First trial" marks numbers of the first training of this model. They were chosen before it ran and
not tuned: the discriminator's loss stayed in balance for 1500 s of one core, so they were kept.
The -ELBO (cross-entropy + KL, nats a picture, lower is better) of other CPPNs was measured on
plain VAEs after 1500 steps on MNIST, one seed each.
"""

import dataclasses

import keras

from cppn_keras import networks
from cppn_keras.training import VAE, JointVAEGAN

# The CPPN
CONDITIONING = "film"  # -ELBO 127 nats; 148 with z beside the coordinates, as in 2016
STYLE = "leaky-relu"  # first trial
FEATURES = 32  # Fourier features: -ELBO 124 nats with them, 127 without
SIGMA = 1.0  # their spread in cycles per picture: with 3 the -ELBO was 139 nats
RESIDUAL = True  # first trial

# Losses
RECONSTRUCTION_WEIGHT = 0.1  # of both stages; sums over pixels are large beside the other terms
ADVERSARIAL_WEIGHT = 3.0  # first trial
FEATURE_WEIGHT = 0.1  # first trial

# Adam
VAE_RATE = 1e-3  # Adam's default; first trial
DISCRIMINATOR_RATE = 5e-4  # half of it; first trial
SHARPEN_RATE = 3e-4  # lower, for fine-tuning; from the first trial of that stage
BETA_1 = 0.5  # short momentum, usual in GANs since DCGAN (Radford et al. 2016)
BETA_2 = 0.99  # first trial
CLIP_NORM = 50.0  # longer gradients, of one weight array each, are shortened; first trial

# The sharpening stage
OUTPUT_FACTOR = 2  # doubled weights of the output layer make edges half as wide from the start
SHARPEN_AVERAGE_DECAY = 0.995  # moving averages of the weights over about 200 steps; by trial


@dataclasses.dataclass(frozen=True)
class FilmVAEGAN:
    """The numbers in which such recipes differ, and their stages."""

    latent_dim: int  # numbers in z
    cppn_width: int  # units of a hidden layer
    cppn_depth: int  # hidden layers
    filters: tuple[int, ...]  # of the convolutions of encoder and discriminator
    dense_units: int  # of the encoder
    kl_weight: float  # beside RECONSTRUCTION_WEIGHT; both equal are the ELBO
    r1_weight: float  # of the gradient penalty
    kl_warmup: int  # steps until the KL term has its full weight
    adversarial_start: int  # steps as a plain VAE before the adversarial terms come in
    average_decay: float  # of the moving averages of the weights
    subpixels: int  # of the sharpening stage: supersampling, see `networks.ImageGenerator`
    grey_weight: float  # likewise

    def joint(self, image_shape: tuple[int, int, int], seed: int, _) -> JointVAEGAN:
        """FiLM generator, convolutional encoder and discriminator, one joint step."""
        height, width, channels = image_shape
        cppn = film_cppn(self.latent_dim, channels, self.cppn_width, self.cppn_depth, seed)
        model = JointVAEGAN(
            networks.build_conv_encoder(
                image_shape, self.latent_dim, self.filters, self.dense_units
            ),
            networks.image_generator(cppn, height, width),
            networks.build_conv_discriminator(image_shape, self.filters),
            reconstruction_weight=RECONSTRUCTION_WEIGHT,
            kl_weight=self.kl_weight,
            adversarial_weight=ADVERSARIAL_WEIGHT,
            feature_weight=FEATURE_WEIGHT,
            r1_weight=self.r1_weight,
            kl_warmup=self.kl_warmup,
            adversarial_start=self.adversarial_start,
            average_decay=self.average_decay,
            seed=seed,
        )
        model.compile(adam(VAE_RATE), adam(DISCRIMINATOR_RATE))
        return model

    def sharpen(self, image_shape: tuple[int, int, int], seed: int, trained: JointVAEGAN) -> VAE:
        """Encoder and CPPN go on as a VAE with supersampling and a grey penalty.

        Each pixel is the average of subpixels² samples, and grey samples cost something: the
        network has to decide where an edge is.
        """
        height, width, _ = image_shape
        cppn = trained.averaged_generator.cppn
        cppn.scale_output(OUTPUT_FACTOR)
        model = VAE(
            trained.averaged_encoder,
            networks.image_generator(cppn, height, width, self.subpixels, self.grey_weight),
            reconstruction_weight=RECONSTRUCTION_WEIGHT,
            kl_weight=self.kl_weight,
            average_decay=SHARPEN_AVERAGE_DECAY,
            seed=seed,
        )
        model.compile(adam(SHARPEN_RATE))
        return model


def film_cppn(
    latent_dim: int,
    channels: int,
    width: int,
    depth: int,
    seed: int,
    features: int = FEATURES,
    sigma: float = SIGMA,
    radius: bool = True,
) -> networks.CPPN:
    """The CPPN of all these recipes and of those in `runs/cifar.py`, at one size or another."""
    return networks.build_cppn(
        latent_dim,
        channels,
        width=width,
        depth=depth,
        style=STYLE,
        conditioning=CONDITIONING,
        features=features,
        sigma=sigma,
        radius=radius,
        residual=RESIDUAL,
        seed=seed,
    )


def adam(learning_rate: float) -> keras.optimizers.Adam:
    """The optimizer of all stages."""
    return keras.optimizers.Adam(learning_rate, beta_1=BETA_1, beta_2=BETA_2, clipnorm=CLIP_NORM)
