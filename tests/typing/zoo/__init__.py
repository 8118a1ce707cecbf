"""A small program's registries: what the cases build from, and no more of it than they need."""
