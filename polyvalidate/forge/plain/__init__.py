"""A plain Git server in the place of a forge: requests, and what is said of them, are in its bare repository."""
