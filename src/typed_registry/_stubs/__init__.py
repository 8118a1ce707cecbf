"""Write the stub of a module that defines registries, from which checkers and editors know every component.

The stages, in the order of the data:

- `request`: which stub is wanted.
- `collect`: asks the live registries what is registered. `module_source` finds definitions that a stub would
  hide, and `expressions` finds source code that refers to each component.
- `mypy_probe`: lets mypy infer the types of these expressions.
- `signatures`: finds the calls of each component in its type, and `spec_calls` the keywords of its config.
- `layout`: puts the stub together. `overloads` writes the methods of a registry, `type_source`,
  `parameter_source`, `call_protocol` and `docstring_source` write the parts, and `stub_names` gives each
  name in the stub to one thing.
- `package_markers`: the `__init__.pyi` files above a stub in a folder of stubs.
- `formatting`: formats the text with ruff.
- `generate`: runs all of these.
- `freshness`: remembers the files that a stub was generated from, so that an unchanged one costs little.
"""
