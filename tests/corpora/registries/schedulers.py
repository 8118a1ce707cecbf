"""Every public class of torch.optim.lr_scheduler."""

from __future__ import annotations

from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import LRScheduler

from typed_registry import Registry

from .public import classes

SCHEDULERS = Registry[LRScheduler]("schedulers")

for _name, _kind in classes(lr_scheduler, LRScheduler):
    SCHEDULERS.register(_name)(_kind)
