"""Registries of everything that public modules offer. Copied, it is a package of its own, with stubs."""
