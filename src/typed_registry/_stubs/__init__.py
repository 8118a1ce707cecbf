"""Write the stub of a module that defines registries, from which checkers and editors know every component.

The stages, in the order of the data:

- `request`: which stub is wanted.
- `collect`: asks the live registries what is registered, and finds definitions that a stub would hide.
  `expressions` finds source code that refers to each component, with the help of `module_files`.
- `mypy_probe`: lets mypy infer the types of these expressions.
- `signatures`: finds the calls of each component in its type, and `spec_calls` the keywords of its config;
  `nested_types` those that choose components. `unresolved` finds types that mypy can't resolve, and
  `written_parameter` the lines of their parameters. `other_definition` notices that mypy reads a
  definition which hasn't run.
- `treatment`: refuses, leaves out or accepts the components with such types.
- `layout`: puts the stub together. `overloads` writes the methods of a registry, `call_source` and
  `type_source` their parts, and `stub_names` gives each name in the stub to one thing.
- `package_markers`: the `__init__.pyi` files above a stub in a folder of stubs.
- `generate`: runs all of these, and formats the text with ruff.
- `freshness`: remembers the files that a stub was generated from, so that an unchanged one costs little.
  `file_states` makes mypy notice every edit of a file.
"""
