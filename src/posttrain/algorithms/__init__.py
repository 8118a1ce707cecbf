"""Algorithms: how a model is trained. One folder each, with its config and its trainer."""
