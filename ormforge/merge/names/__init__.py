"""Names: which are promised, what a person calls what was generated, and following that everywhere."""
