"""Optimizers from torch."""
