"""The content of a registry: records of registrations, entries, derived configs and deprecated names."""
