"""`mnist-2016`: "Generating Large Images from Latent Vectors" (hardmaru 2016), with all ten digits.

Networks, losses, gate and schedule are the post's (`runs/post2016.py`). Three things differ:

1. A warm-up: encoder and CPPN begin as a VAE. From random weights the adversarial steps undo what
   the VAE's steps have learnt, see `mnist-2016-literal`.
2. Batches of 32 in place of 500, of which fifteen times as many fit into an hour.
3. Lower rates, as such batches need: those of lesson 7.
"""

from cppn_keras.runs.post2016 import IMAGE_SIZE, PostVAEGAN
from cppn_keras.runs.recipe import Recipe, Stage

MODEL = PostVAEGAN(
    vae_rate=3e-4,  # lesson 7's; the program's was 1e-3
    generator_rate=7e-4,  # lesson 7's; the program's was 5e-3
    discriminator_rate=3e-4,  # lesson 7's; the program's was 1e-3
)
WARM_UP_SHARE = 0.3  # of the time; ten digits are there after a tenth of it

RECIPE = Recipe(
    name="mnist-2016",
    summary="the CPPN-VAE-GAN of the 2016 post: 32 latents, a warm-up, gated alternation",
    data="mnist",
    image_size=IMAGE_SIZE,
    batch_size=32,  # lesson 7's; the program's was 500
    steps_per_epoch=40,  # a gated batch is 9 steps: a checkpoint every half minute or sooner
    stages=(
        Stage("warm-up", WARM_UP_SHARE, MODEL.warm_up),
        Stage("gated", 1.0, MODEL.gated),
    ),
    minutes=100,  # of one core: what the shipped weights took
)
