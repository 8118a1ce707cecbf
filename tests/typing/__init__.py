"""What six type checkers say of the library: accepted, rejected and by which rule, and the types they reveal.

- `cases/`: lines with what each checker must say of them; `mark.py` tells how that is written.
- `zoo/`: registries for the cases, with generated stubs; those of `tests/stubs` are used too.
- `rule.py`: one word for each thing that a line can be rejected for; `limit.py`: what the checkers can't do.
- `checker.py`: how each is run, with the files in `settings/`; `printed.py`, `shown.py`: what it says.
- `verdict.py`: the one held against the other; `table.py`: for a person to read.
- `golden/`: the whole output of mypy and pyright for a program that is wrong in every way.

`python -m tests.typing` asks all six and prints the table; `__main__.py` tells what else it takes.
"""
