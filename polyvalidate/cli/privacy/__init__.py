"""``polyvalidate privacy``: what a school says of personal data."""
