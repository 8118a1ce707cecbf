"""Write the stub of a module that defines registries, from which checkers and editors know every component.

The stages, in the order of the data:

- `request`: which stub is wanted.
- `collect`: asks the live registries what is registered. `module_source` finds definitions that a stub would
  hide, and `expressions` finds source code that refers to each component.
- `mypy_probe`: lets mypy infer the types of these expressions; `class_types` reads those of classes.
- `signatures`: finds the calls of each component in its type, and `spec_calls` the keywords of its config;
  `unresolved` finds types that mypy can't resolve.
- `layout`: puts the stub together. `build_overloads` and `spec_overloads` write the methods of a registry;
  `overload_source`, `type_source`, `type_variables`, `parameter_source`, `call_protocol` and
  `docstring_source` write their parts; `stub_names` gives each name in the stub to one thing.
- `package_markers`: the `__init__.pyi` files above a stub in a folder of stubs.
- `formatting`: formats the text with ruff.
- `generate`: runs all of these.
- `freshness`: remembers the files that a stub was generated from, so that an unchanged one costs little.
"""
