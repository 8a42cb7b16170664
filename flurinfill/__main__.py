"""``python -m flurinfill``."""

import sys

from flurinfill.app import main

if __name__ == "__main__":
    sys.exit(main())
