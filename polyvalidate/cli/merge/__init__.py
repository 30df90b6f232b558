"""``polyvalidate merge``: a request merged with its decision inside."""
