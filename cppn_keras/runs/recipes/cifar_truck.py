"""`cifar-truck`: the trucks of "The Frog of CIFAR 10" (hardmaru 2016), see `runs/cifar.py`."""

from cppn_keras.runs.cifar import recipe

RECIPE = recipe("cifar-truck", label=9, radius=False)  # the post's: r bends what is straight
