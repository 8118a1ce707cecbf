"""A small project, as an editor opens it: meals and spices, and the registries that hold them."""
