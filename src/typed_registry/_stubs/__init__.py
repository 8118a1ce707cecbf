"""The stub of a module that holds registries: every name, argument and result, for checkers and editors.

The path of the data: a `request` says which stub; `collect` asks the live registries what is registered, each
component as an `expression` that gives it; `probe` asks mypy how each is called, and `signature` reads the
answer; `source` prints mypy's types, and `scope` gives what they mention its names; `render` and `overload`
lay out the module, and `marker` the packages above it; `write` formats it and compares it with what is there;
`stamp` knows whether anything has changed since.
"""
