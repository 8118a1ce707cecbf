"""Names that packages and plugins register, found in their sources without importing them."""
