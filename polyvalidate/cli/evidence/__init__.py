"""``polyvalidate evidence``: the files that prove declarations."""
