"""What a registry keeps: records of registrations, their entries, derived configs and deprecated names."""
