"""Files: their three versions, and code that has gone from one to another."""
