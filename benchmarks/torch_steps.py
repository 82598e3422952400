"""The same training steps in PyTorch, as one writes them there, from the same weights."""

import numpy as np
import torch
from steps import BATCH, LATENT, RATE, SIDE, pictures
from torch import nn
from torch.nn import functional as F


def eager(case, weights: dict):
    return Steps(case, weights).step(lambda losses: losses)


def compiled(case, weights: dict):
    return Steps(case, weights).step(torch.compile)


def drawing(case, weights: dict, z: np.ndarray) -> np.ndarray:
    """The generator's pictures (batch, height, width, channels) of z."""
    with torch.no_grad():
        return Steps(case, weights).draw(torch.from_numpy(z)).permute(0, 2, 3, 1).numpy()


class Steps:
    """The networks as functions of their weights, and the losses of each step."""

    def __init__(self, case, weights: dict):
        self.case = case
        self.w = {name: _parameter(array) for name, array in weights.items()}
        self.images = torch.from_numpy(pictures()).permute(0, 3, 1, 2).contiguous()
        self.grid = self.points(jitter=False)

    # Networks

    def conv(self, x, name, stride=2):
        kernel, bias = self.w[f"{name}/0"], self.w[f"{name}/1"]
        size, side = kernel.shape[-1], x.shape[-1]
        total = max(0, (-(-side // stride) - 1) * stride + size - side)  # "same" in Keras
        before = total // 2
        x = F.pad(x, (before, total - before, before, total - before))
        return F.conv2d(x, kernel, bias, stride)

    def dense(self, x, name):
        return F.linear(x, self.w[f"{name}/0"], self.w[f"{name}/1"])

    def convolutions(self, x, network):
        for i in (1, 2, 3):
            x = F.leaky_relu(self.conv(x, f"{network}/conv{i}"), 0.2)
        return x.permute(0, 2, 3, 1).flatten(1)

    def encode(self, images):
        x = F.leaky_relu(self.dense(self.convolutions(images, "encoder"), "encoder/dense"), 0.2)
        return self.dense(x, "encoder/z_mean"), self.dense(x, "encoder/z_log_var")

    def discriminate(self, images):
        features = self.convolutions(images, "discriminator")
        return self.dense(features, "discriminator/logit"), features

    def draw(self, z, jitter=False):
        if self.case.generator == "convolutional decoder":
            return self.decode(z)
        n = self.case.subpixels
        film = self.case.generator == "FiLM CPPN"
        colours = (self.film if film else self.of_2016)(z, self.points(jitter))
        images = colours.reshape(-1, 1, n * SIDE, n * SIDE)
        self.grey = (colours * (1 - colours)).sum((1, 2)).mean()
        return F.avg_pool2d(images, n) if n > 1 else images

    def decode(self, z):
        x = F.leaky_relu(self.dense(z, "generator/dense"), 0.2)
        x = x.reshape(-1, 7, 7, 128).permute(0, 3, 1, 2)
        for i in (1, 2):
            kernel, bias = self.w[f"generator/up{i}/0"], self.w[f"generator/up{i}/1"]
            x = F.leaky_relu(F.conv_transpose2d(x, kernel, bias, stride=2, padding=1), 0.2)
        return torch.sigmoid(self.conv(x, "generator/images", stride=1))[..., 1:-1, 1:-1]

    def points(self, jitter):
        side = SIDE * self.case.subpixels
        axis = (torch.arange(side) + 0.5) * (2 / side) - 1
        y, x = torch.meshgrid(axis, axis, indexing="ij")
        xy = torch.stack([x.flatten(), y.flatten()], dim=1)
        if jitter:
            xy = xy + (2 * torch.rand_like(xy) - 1) / side
        return torch.cat([xy, xy.square().sum(1, keepdim=True).sqrt()], dim=1)

    def film(self, z, points):
        """Dense layer, then scale and shift, as in the paper."""
        phase = np.pi * points[:, :2] @ self.w["generator/fourier/0"]
        h = torch.cat([points, phase.sin(), phase.cos()], dim=1)
        style = F.leaky_relu(self.dense(z, "generator/style1"), 0.2)
        style = F.leaky_relu(self.dense(style, "generator/style2"), 0.2)
        for i in (1, 2, 3, 4):
            scale, shift = self.dense(style, f"generator/film{i}")[:, None].chunk(2, dim=-1)
            above = self.dense(h, f"generator/dense{i}") * (1 + scale) + shift
            h = F.leaky_relu(above, 0.2) if i == 1 else h + F.leaky_relu(above, 0.2)
        return torch.sigmoid(self.dense(h, "generator/output"))

    def of_2016(self, z, points):
        """z's share of the first layer once per picture, as in this package."""
        place = F.linear(8 * points, self.w["generator/from_place/0"])
        h = F.softplus(self.dense(8 * z, "generator/from_z")[:, None] + place)
        for i in (2, 3, 4):
            h = torch.tanh(self.dense(h, f"generator/dense{i}"))
        return torch.sigmoid(self.dense(h, "generator/output"))

    # Losses

    def vae(self):
        z_mean, z_log_var = self.encode(self.images)
        z = z_mean + (0.5 * z_log_var).exp() * torch.randn_like(z_mean)
        fakes = self.draw(z, jitter=self.case.subpixels > 1)
        cross_entropy = F.binary_cross_entropy(fakes, self.images, reduction="sum")
        kl = 0.5 * (z_mean.square() + z_log_var.exp() - 1 - z_log_var).sum()
        loss = (cross_entropy + kl) / BATCH
        return (loss + 0.03 * self.grey if self.case.subpixels > 1 else loss), z, fakes

    def vae_loss(self):
        return self.vae()[0]

    def generator_loss(self):
        fakes = self.draw(torch.randn(BATCH, LATENT))
        return F.softplus(-self.discriminate(fakes)[0]).mean()

    def balanced_loss(self):
        loss, _, fakes = self.vae()
        return loss + F.softplus(-self.discriminate(fakes)[0]).mean()

    def discriminator_loss(self):
        with torch.no_grad():
            codes = torch.randn(BATCH, LATENT) if self.case.step == "GAN" else self.vae()[1]
            fakes = self.draw(codes)
        real, fake = self.discriminate(self.images)[0], self.discriminate(fakes)[0]
        return 0.5 * (F.softplus(-real).mean() + F.softplus(fake).mean())

    def joint_losses(self):
        """Loss of encoder and generator, and of the discriminator: R1 is differentiated twice."""
        loss, _, fakes = self.vae()
        prior = self.draw(torch.randn(BATCH // 2, LATENT))
        images = self.images.clone().requires_grad_()
        real, real_features = self.discriminate(images)
        (gradient,) = torch.autograd.grad(real.sum(), images, create_graph=True)
        fakes = torch.cat([fakes, prior])
        fake, fake_features = self.discriminate(fakes)
        distance = (real_features - fake_features[:BATCH]).square().sum(1).mean()
        of_generator = loss + 3 * F.softplus(-fake).mean() + 0.1 * distance
        of_discriminator = 0.5 * (F.softplus(-real).mean() + F.softplus(fake).mean())
        return of_generator, of_discriminator + 0.05 * gradient.square().sum((1, 2, 3)).mean()

    # Steps

    def step(self, prepare):
        """The step as a function; `prepare` compiles each loss, or leaves it."""
        with_encoder = self.adam("encoder", "generator")
        of_discriminator = self.adam("discriminator")
        if self.case.step == "joint":
            losses = prepare(self.joint_losses)
            return lambda: self.descend_both(losses(), with_encoder, of_discriminator)
        plan = {
            "GAN": [
                (self.generator_loss, self.adam("generator")),
                (self.discriminator_loss, of_discriminator),
            ],
            "VAEGAN": [
                (self.vae_loss, with_encoder),
                (self.balanced_loss, self.adam("encoder", "generator")),
                (self.discriminator_loss, of_discriminator),
            ],
        }.get(self.case.step, [(self.vae_loss, with_encoder)])
        plan = [(prepare(loss), adam) for loss, adam in plan]
        return lambda: [descend(loss(), adam) for loss, adam in plan]

    def adam(self, *networks):
        wanted = [w for name, w in self.w.items() if name.split("/")[0] in networks]
        return torch.optim.Adam([w for w in wanted if w.requires_grad], RATE, fused=True)

    def descend_both(self, losses, with_encoder, of_discriminator):
        for loss, adam in zip(losses, (with_encoder, of_discriminator), strict=True):
            (group,) = adam.param_groups
            gradients = torch.autograd.grad(loss, group["params"], retain_graph=True)
            for weight, gradient in zip(group["params"], gradients, strict=True):
                weight.grad = gradient
        with_encoder.step()
        of_discriminator.step()


def descend(loss, adam) -> None:
    """A step down the gradient in the weights of `adam` alone."""
    weights = adam.param_groups[0]["params"]
    for weight, gradient in zip(weights, torch.autograd.grad(loss, weights), strict=True):
        weight.grad = gradient
    adam.step()


def _parameter(array: np.ndarray) -> nn.Parameter:
    """Kernels of Keras end in (in, out): those of PyTorch begin with (out, in), or with (in, out)
    where a convolution is transposed, which Keras keeps as (…, out, in)."""
    if array.ndim == 4:
        array = array.transpose(3, 2, 0, 1)
    trainable = array.shape != (2, 32)  # the Fourier frequencies are fixed
    if array.ndim == 2 and trainable:
        array = array.T
    return nn.Parameter(torch.from_numpy(np.ascontiguousarray(array)), requires_grad=trainable)
