"""The sources of values: extended files, overrides on the command line, and environment variables."""
