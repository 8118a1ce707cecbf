"""Config files with any bytes: each gives a tree or faults, and never another error.

`python -m tests.fuzz 600` lets atheris, which is in the dependency group `fuzz`, search for ten minutes for
bytes that give another error. The bytes that it has found are in `cases`, which the suite tries.
"""
