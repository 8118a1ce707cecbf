"""The output of mypy and pyright for a program with every kind of mistake, `example.py`."""
