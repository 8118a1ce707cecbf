"""Post-training of language models, from a config file: every part is a component chosen by its name.

Where to look:

- `config.py`: the experiment's config, which is the root of a config file.
- `registries.py`: the eight registries; `protocols.py`: what their components do.
- `algorithms/`, `losses/`, `models/`, `datasets/`, `rewards/`, `optimizers/`, `schedulers/`, `launchers/`:
  the components. The configs stand in modules that import no torch, so that listing and checking stay quick.
- `train.py`: an experiment from its config to its run folder; `cli/`: the same from the command line.
- `sweep/`: an experiment at every point of a grid.
"""
