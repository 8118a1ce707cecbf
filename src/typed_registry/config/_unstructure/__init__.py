"""A tree of config objects as plain data, as text and as a digest."""
