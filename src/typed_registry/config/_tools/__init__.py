"""What the command line does with config files: set values, migrate, show origins and report faults."""
