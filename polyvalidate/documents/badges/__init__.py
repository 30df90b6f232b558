"""Open Badges: made, signed, put into an image, verified, revoked."""
