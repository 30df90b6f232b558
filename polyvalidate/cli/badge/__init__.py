"""``polyvalidate badge``: badges issued, verified, put into images, revoked, and the key that signs them."""
