"""JSON, which has no infinite numbers."""
