"""One YAML file: read with places, held to its schema, written, edited, mended, compared, drafted. Pure."""
