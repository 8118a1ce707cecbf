"""Descriptions of components for people: their fields, defaults and docs.

- `field_docs`: reads the docstrings of config classes, their fields and components.
- `describe`: puts a component's name, place, fields and docs together, for tables in the terminal.
"""
