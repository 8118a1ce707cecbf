"""Specs, registries and errors in other processes."""
