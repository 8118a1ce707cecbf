"""Every public class of torch.nn: the modules, and the few others that are tensors or settings."""

from __future__ import annotations

from torch import nn

from typed_registry import Registry

from .public import classes

MODULES = Registry[nn.Module]("modules")
OTHERS = Registry[object]("others")

for _name, _kind in classes(nn, nn.Module):
    MODULES.register(_name)(_kind)

for _name, _other in classes(nn, object):
    if not issubclass(_other, nn.Module):
        OTHERS.register(_name)(_other)
