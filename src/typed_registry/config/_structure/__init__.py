"""Data to a tree of config objects: loading, top-level sections, and choices that a mapping describes."""
