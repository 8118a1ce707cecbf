"""Datasets: JSON Lines files, and a task that needs no file."""
