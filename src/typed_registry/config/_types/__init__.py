"""The rules of the types that a config can hold. Each says how its values are read, written and described."""
