"""`python -m ormforge`: the same as the command `ormforge`."""

import sys

from ormforge.cli import main

if __name__ == "__main__":
    sys.exit(main())
