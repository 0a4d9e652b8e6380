"""Files that are no Python: regions are a person's, the rest is generated."""
