"""Models: a new transformer with random weights, or a pretrained one from a folder or the hub."""
