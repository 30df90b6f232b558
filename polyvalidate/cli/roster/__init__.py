"""``polyvalidate roster``: the list of students imported, changed, written to."""
