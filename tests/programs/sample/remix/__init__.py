"""A program as a user writes it: effects that change a sound, one after the other."""
