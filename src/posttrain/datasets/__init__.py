"""Datasets: data files in the usual formats and layouts, and a task that needs no file."""
