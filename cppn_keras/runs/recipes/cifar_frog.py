"""`cifar-frog`: the frogs of "The Frog of CIFAR 10" (hardmaru 2016), see `runs/cifar.py`."""

from cppn_keras.runs.cifar import recipe

RECIPE = recipe("cifar-frog", label=6, radius=True)
