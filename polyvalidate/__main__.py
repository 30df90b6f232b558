"""``python -m polyvalidate``."""

import sys

from polyvalidate.cli import main

if __name__ == "__main__":  # a process that typesets imports this module and must not run the command again
    sys.exit(main())
