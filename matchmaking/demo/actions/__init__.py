"""Putting the demo into the database: the place, then the people, in bulk."""
