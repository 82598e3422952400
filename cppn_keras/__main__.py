"""`python -m cppn_keras`."""

import signal
import sys

# Until there is something to clean up, Ctrl-C ends the process at once and without a traceback.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from cppn_keras.cli import main

sys.exit(main())
