"""``polyvalidate forge``: what the jobs of a forge call."""
