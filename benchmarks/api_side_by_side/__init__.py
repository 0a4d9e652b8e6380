"""The same tables through ormforge and through other tools: what their API schemas get wrong, asked of the database."""
