"""``polyvalidate moodle``: what Moodle takes in, and what is taken over from it."""
