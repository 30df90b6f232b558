"""``python -m polyvalidate``."""

import sys

from polyvalidate.cli import main

sys.exit(main())
