"""The evaluations, which measure a model on held-out examples."""
