"""Registries of everything that public modules offer, copied as a package of its own by the tests."""
