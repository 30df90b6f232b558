"""``polyvalidate register``: the private register shown, searched, checked against Git, and who is forgotten."""
