"""One statement: its arguments, its annotation and its comments, decided one by one."""
