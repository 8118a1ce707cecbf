"""Find out whether each type checker of a project sees the registries' stubs, by running the checkers.

- `checkers`: the six checkers, how each is run, and where it is configured.
- `probe_program`: writes a small program that uses the registries, and reads a checker's errors in it.
- `stub_file`: finds the stubs of a module and the names in them.
- `examine`: runs each checker over the program.
- `advice`: says what to change.
"""
