"""``polyvalidate minutes``: the jury's table, its decisions, its minutes, and their verification."""
