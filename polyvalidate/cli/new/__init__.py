"""``polyvalidate new``: a declaration from a conversation or from options."""
