"""What mypy and pyright print of a program that is wrong in every way: `example.py`, and a text of each."""
