"""Losses: pure tensor functions, one a module, and the components that give them their settings."""
