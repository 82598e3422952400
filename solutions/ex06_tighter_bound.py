"""Exercise of lesson 6: a bound on log p(x) that is nearer to it than the ELBO."""

from keras import ops


def tighter_bound(log_likelihoods, codes, z_mean, z_log_var):
    """The importance-weighted bound: the log of the average of K weights p(x|z) p(z) / q(z|x).

    log p(z) and log q(z|x) both hold latents · ½ log 2π, which cancels.
    """
    distance = ops.square(codes - z_mean) / ops.exp(z_log_var)  # (K, batch, latent)
    log_prior = -0.5 * ops.sum(ops.square(codes), axis=-1)  # (K, batch)
    log_posterior = -0.5 * ops.sum(distance + z_log_var, axis=-1)
    log_weights = log_likelihoods + log_prior - log_posterior
    # exp(-100) is nothing in float32: logsumexp takes the largest weight out first
    return ops.logsumexp(log_weights, axis=0) - ops.log(float(len(codes)))
