"""A config's data with the place of each value, and what can be wrong with it."""
