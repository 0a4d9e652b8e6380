"""Files that ormforge has not written: what in them is about which part of the database."""
