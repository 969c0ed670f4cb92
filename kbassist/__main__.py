"""Start with `python -m kbassist`."""

import sys

from kbassist.cli import main

sys.exit(main())
