"""Conformance: check that a component satisfies its registry's type.

A `contract` is read from the registry's type, and `check` compiles it. A Protocol is compiled to its
`members`, and `protocol` compares a class with them: signatures by `compare`, types by `subtype`.
`known_classes` remembers how accepted classes are written, so that registering another one like them is fast.
"""
