"""Config files that nobody would write: whatever the bytes, there is a tree, or there are faults.

`python -m tests.fuzz 600` lets atheris search ten minutes for bytes that bring forth anything else, and needs
`pip install --group fuzz`. What it has found lies in `cases`, which the suite tries.
"""
