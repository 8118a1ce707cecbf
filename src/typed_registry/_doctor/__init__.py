"""Does each checker of a project see the registries' stubs? Asked of the checkers themselves.

`checker` knows the checkers and where they are configured; `question` writes a small program about the
registries and reads what a checker says of its lines; `stub` tells which stubs stand where; `diagnose` runs
each checker, and `advice` says what to change.
"""
