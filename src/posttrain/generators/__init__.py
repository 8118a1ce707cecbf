"""The generators, which have a model complete prompts."""
