"""``polyvalidate boxes``: the private repositories of students, made, opened, closed and looked at."""
