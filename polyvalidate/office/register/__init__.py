"""The register (pseudonym and person), the roster compared with it, letters, attendance. Pure."""
