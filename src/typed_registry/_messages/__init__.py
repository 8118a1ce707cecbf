"""The texts of errors and faults, and suggestions for misspelt names."""
