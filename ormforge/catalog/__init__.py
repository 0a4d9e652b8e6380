"""The catalog: the immutable description of a reflected database."""
