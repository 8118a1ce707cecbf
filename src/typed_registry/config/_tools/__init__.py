"""The work of the command line on config files: set values, migrate, show origins and report faults."""
