"""What pydantic says of the project's own classes, found out in a process of its own; imports nothing else of ormforge."""
