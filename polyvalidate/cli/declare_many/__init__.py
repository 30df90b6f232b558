"""``polyvalidate declare-many``: an attendance list credited at once."""
