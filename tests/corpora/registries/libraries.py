"""Estimators of scikit-learn, configs of transformers and functions of numpy."""

from __future__ import annotations

from typed_registry import Registry

from .public import register_all, register_configs, register_estimators, register_some

ESTIMATORS = Registry[object]("estimators")
CONFIGS = Registry[object]("configs of models")
ARRAYS = Registry[object]("arrays")

register_estimators(ESTIMATORS)
register_configs(CONFIGS, 100)
register_all(ARRAYS, "numpy.linalg", "numpy.fft", "numpy.lib.stride_tricks", "numpy.polynomial")
register_some(ARRAYS, "numpy", 8)
