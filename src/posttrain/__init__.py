"""Post-training of language models from a config file; every part is a component chosen by its name.

- `config.py` defines the experiment's config, the root of every config file.
- `registries.py` defines the eight registries and `protocols.py` the interfaces of their components.
- `algorithms/`, `losses/`, `models/`, `datasets/`, `rewards/`, `optimizers/`, `schedulers/` and `launchers/`
  hold the components. Their config classes are in modules that don't import torch, so that listing and
  checking stay quick.
- `train.py` turns an experiment's config into a run's folder; `cli/` does so from the command line.
- `sweep/` runs an experiment at every point of a grid of values.
"""

from __future__ import annotations

__version__ = "0.1.0"
