"""`mnist-2016-literal`: "Generating Large Images from Latent Vectors" (hardmaru 2016), as it was.

Without the days on a graphics card that the post's author had, it draws zeros and ones.
`mnist-2016` is the same system with a warm-up, smaller batches and lower rates.
"""

from cppn_keras.runs.post2016 import IMAGE_SIZE, PostVAEGAN
from cppn_keras.runs.recipe import Recipe, Stage

MODEL = PostVAEGAN(
    vae_rate=0.001,  # the program's
    generator_rate=0.005,  # the program's
    discriminator_rate=0.001,  # the program's
)

RECIPE = Recipe(
    name="mnist-2016-literal",
    summary="the CPPN-VAE-GAN of the 2016 post with all of its numbers",
    data="mnist",
    image_size=IMAGE_SIZE,
    batch_size=500,  # the program's
    steps_per_epoch=4,  # a batch is 8 or 9 steps on 500 pictures: a checkpoint every half minute
    stages=(Stage("gated", 1.0, MODEL.gated),),
    minutes=60,  # the post's author had a graphics card and days
)
