"""The formats of config files: each is read, written and edited in a package of its own."""
