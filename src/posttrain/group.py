"""The processes that train one model together, each with its share of every batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

import torch
from attrs import frozen
from torch import Tensor

from posttrain.errors import DeviceError

if TYPE_CHECKING:
    from torch.nn import Parameter

X = TypeVar("X")


@frozen
class Group:
    """This process's place among those that `torchrun` or `accelerate launch` has started; usually alone.

    Each process holds all weights. What they compute of a batch is summed, so that any number of processes
    takes the same steps, up to the order of additions.
    """

    rank: int = 0
    size: int = 1

    @property
    def is_writer(self) -> bool:
        """Whether this is the process that writes files and talks to the terminal."""
        return self.rank == 0

    def share(self, items: Sequence[X]) -> Sequence[X]:
        """Return those of a batch's items that are this process's."""
        return items[self.rank :: self.size]

    def sum(self, values: Tensor) -> Tensor:
        """Return the elementwise sum over all processes of a tensor that has the same shape in each."""
        if self.size > 1:
            values = values.contiguous()
            torch.distributed.all_reduce(values)
        return values

    def sum_gradients(self, parameters: Sequence[Parameter]) -> None:
        """Replace each parameter's gradient by the sum over all processes, in one exchange.

        A parameter that has no gradient in any process, since nothing used it, still has none: a gradient of
        zeros would let weight decay shrink it.
        """
        if self.size == 1:
            return
        counts = self.sum(torch.tensor([float(p.grad is not None) for p in parameters]))
        used = [parameter for parameter, count in zip(parameters, counts, strict=True) if count > 0]
        if not used:
            return
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in used]
        whole = self.sum(torch.cat([gradient.flatten() for gradient in gradients]))
        sizes = [parameter.numel() for parameter in used]
        for parameter, part in zip(used, torch.split(whole, sizes), strict=True):
            parameter.grad = part.view_as(parameter)

    def of_writer(self, make: Callable[[], X]) -> X:
        """Return in every process what the writer makes."""
        made = [make()] if self.is_writer else cast("list[X]", [None])
        if self.size > 1:
            torch.distributed.broadcast_object_list(made)
        return made[0]

    def leave(self) -> None:
        """End the exchange: a process must not end while its threads still listen to the others."""
        if self.size > 1:
            torch.distributed.destroy_process_group()

    def wait(self) -> None:
        """Wait until every process is here."""
        if self.size > 1:
            torch.distributed.barrier()


ALONE = Group()
"""The group of a program that runs in one process."""


BACKENDS = {"cuda": "cuda:nccl,cpu:gloo", "xpu": "xpu:xccl,cpu:gloo"}
"""How tensors are exchanged: those on the CPU have no other way than gloo."""


def join() -> Group:
    """Return the group that this process was started in, by the variables that torchrun sets."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return ALONE
    import accelerate  # type: ignore[import-untyped]  # it takes seconds, and has no types  # pyright: ignore[reportMissingTypeStubs]

    backend = BACKENDS.get(_accelerator() or "")
    if backend is None:
        state = cast("_State", accelerate.PartialState(cpu=True))
    else:
        state = cast("_State", accelerate.PartialState(cpu=False, backend=backend))
    return Group(state.process_index, state.num_processes)


class _State(Protocol):
    process_index: int
    num_processes: int


def device(name: str | None = None) -> torch.device:
    """Return where this process computes: on this device, or by default on its accelerator or the CPU.

    Of several processes on a machine, each has an accelerator of its own. Raises DeviceError for a device
    that torch doesn't have here.
    """
    there = _accelerator()
    kind, _, number = (name or there or "cpu").partition(":")
    if kind == "cpu":
        return torch.device("cpu")
    count = 0 if there is None else torch.accelerator.device_count()
    place = int(number or os.environ.get("LOCAL_RANK", "0"))
    if kind != there or place >= count:
        raise DeviceError(name or f"{kind}:{place}", there, count)
    return torch.device(kind, place)


def _accelerator() -> str | None:
    """Return the kind of accelerator that torch has here."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    return None if found is None else found.type
