"""Generated code that cannot stand as long as what it needs is missing."""
