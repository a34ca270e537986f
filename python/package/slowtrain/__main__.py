"""``python -m slowtrain`` is the command ``slowtrain``."""

import sys

from slowtrain._cli import main

sys.exit(main())
