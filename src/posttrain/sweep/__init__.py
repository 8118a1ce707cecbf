"""A sweep: one experiment at every point of a grid of values.

`grid.py` reads the grid and loads each point's config; `job.py` is what a launcher gets and gives;
`worker.py` performs a job, in a process of its own; `start.py` sees what is done already and launches the
rest; `record.py` and `plot.py` leave the results in the sweep's folder.
"""
