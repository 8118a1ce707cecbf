"""The content of a registry: records of registrations, their entries, derived configs and deprecated names."""
