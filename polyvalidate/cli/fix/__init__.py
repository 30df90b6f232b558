"""``polyvalidate fix``: the form of files mended."""
