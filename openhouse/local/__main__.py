"""`python -m openhouse.local COMMAND`: the commands behind `make`."""

import sys

from .commands import main

sys.exit(main(sys.argv[1:]))
