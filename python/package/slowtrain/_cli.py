"""The command ``slowtrain``."""

import signal
import sys

from slowtrain import _slowtrain


def main() -> int:
    """Runs the command line with the arguments of the process; returns its exit code."""
    # Python would note Ctrl-C and wait for the native code to end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _slowtrain.main(["slowtrain", *sys.argv[1:]])
