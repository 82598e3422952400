"""Training: Keras models with a `train_step`. They build no layers and know no coordinates."""

from cppn_keras.training.degraded import DegradedVAE
from cppn_keras.training.gan import GAN
from cppn_keras.training.gate import Gate
from cppn_keras.training.joint import JointVAEGAN
from cppn_keras.training.points import PointsVAE
from cppn_keras.training.vae import VAE
from cppn_keras.training.vae_gan import VAEGAN
