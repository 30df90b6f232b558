"""polyvalidate checks a school's engagement grid and its students' declarations, and computes their points."""

__version__ = "0.1.0"
