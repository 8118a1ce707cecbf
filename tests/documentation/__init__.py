"""Tests of the descriptions of components."""
