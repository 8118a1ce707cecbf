"""Annotations, signatures and imports, as far as they can be known while modules are being imported."""
