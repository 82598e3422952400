"""`python -m cppn_keras`."""

import sys

from cppn_keras.cli import main

sys.exit(main())
