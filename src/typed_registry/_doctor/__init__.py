"""Find out which type checkers of a project see the registries' stubs, by running the checkers.

- `checkers`: the six checkers, how each is run, and where it is configured.
- `probe_program`: writes a small program that uses the registries, and reads a checker's errors in it.
- `examine`: finds the stubs of a module, and runs each checker over the program.
- `advice`: says what to change.
"""
