"""``polyvalidate server``: a school on a plain Git server, without any forge."""
