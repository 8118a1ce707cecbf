"""Every public class of torch.optim."""

from __future__ import annotations

from torch import optim
from torch.optim import Optimizer

from typed_registry import Registry

from .public import classes

OPTIMIZERS = Registry[Optimizer]("optimizers")

for _name, _kind in classes(optim, Optimizer):
    OPTIMIZERS.register(_name)(_kind)
