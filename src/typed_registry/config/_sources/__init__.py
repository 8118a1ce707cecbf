"""Where values come from: extended files, overrides on the command line, and environment variables."""
