"""Descriptions of components: their settings, defaults, docs, places, calls and examples.

- `field_docs`: reads the docstrings of config classes, their fields and components.
- `field_text`: types and defaults as a config file writes them.
- `settable`: the parameters that a config can set.
- `call_text`: the call that builds a component.
- `placeholder` and `example`: a choice of the component in a file, with values for what is required.
- `describe`: puts everything about a component together.
- `find_components`: finds components by names and patterns.
- `listing`: the text of a listing, which `reference_text`, `reference_json` and `reference_markdown` write.
"""
