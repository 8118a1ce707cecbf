"""Launchers: where the runs of a sweep happen. The configs stand in a module that imports nothing slow."""
