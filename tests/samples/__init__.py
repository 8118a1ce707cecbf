"""What the library does at run time."""
