"""The registries of a small program, from which the cases build."""
