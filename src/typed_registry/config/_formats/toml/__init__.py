"""TOML 1.0, which has dates and no null."""
