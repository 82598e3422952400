"""Exercise of lesson 5: may the discriminator learn from this batch?"""

from keras import ops


def discriminator_gate(g_loss, d_loss, g_below, d_above):
    """Whether the gate is open: the generator not hopeless, the discriminator not too sure."""
    return ops.logical_and(g_loss < g_below, d_loss > d_above)
