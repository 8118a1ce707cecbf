"""Reverberation for audiofx."""
