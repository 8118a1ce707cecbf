"""Check what six type checkers say of the library: what they accept, what they reject and why, and the types.

- `cases/`: lines with marks that state what each checker must say of them; `mark.py` reads the marks.
- `zoo/`: registries for the cases, with generated stubs. Those of `tests/stubs` are used as well.
- `rule.py`: a word for each reason to reject a line; `limit.py`: the known limits of the checkers.
- `checker.py`: runs the checkers, with the files in `settings/`; `printed.py` and `shown.py` read the output.
- `verdict.py`: compares the output with the marks; `table.py`: prints the result for people.
- `golden/`: the whole output of mypy and pyright for a program with every kind of mistake.

`python -m tests.typing` runs all six and prints the table; `__main__.py` documents its arguments.
"""
