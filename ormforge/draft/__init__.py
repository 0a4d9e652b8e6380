"""The draft: for every table a class or a `Table`, member by member, each with its key."""
