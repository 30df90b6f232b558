"""Forges, and a fake one on loopback that answers as the official description says."""
