"""Whether a component is what its registry's type says.

A `contract` is read from the registry's type and compiled once (`check`, `result`, `protocol`). The check
compares `members` and signatures (`compare`) with what is demanded, by types that `subtype` refutes.
`known_classes` remembers how accepted classes are written, which makes registering the next one cheap.
"""
