"""Classes with fields of every library that defines such classes."""
