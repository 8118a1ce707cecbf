"""The processes that train one model together, each with its share of every batch."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

import torch
from attrs import frozen
from torch import Tensor

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
        """Those of a batch's items that are this process's."""
        return items[self.rank :: self.size]

    def sum(self, values: Tensor) -> Tensor:
        """The elementwise sum over all processes, of a tensor that has the same shape in each."""
        if self.size > 1:
            values = values.contiguous()
            torch.distributed.all_reduce(values)
        return values

    def sum_gradients(self, parameters: Sequence[Parameter]) -> None:
        """Replaces each parameter's gradient by the sum over all processes, in one exchange."""
        if self.size == 1:
            return
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
        whole = self.sum(torch.cat([gradient.flatten() for gradient in gradients]))
        sizes = [parameter.numel() for parameter in parameters]
        for parameter, part in zip(parameters, torch.split(whole, sizes), strict=True):
            parameter.grad = part.view_as(parameter)

    def of_writer(self, make: Callable[[], X]) -> X:
        """What the writer makes, in every process."""
        made = [make()] if self.is_writer else cast("list[X]", [None])
        if self.size > 1:
            torch.distributed.broadcast_object_list(made)
        return made[0]

    def leave(self) -> None:
        """Ends the exchange: a process must not end while its threads still listen to the others."""
        if self.size > 1:
            torch.distributed.destroy_process_group()

    def wait(self) -> None:
        """Until every process is here."""
        if self.size > 1:
            torch.distributed.barrier()


ALONE = Group()
"""The group of a program that runs in one process."""


def join() -> Group:
    """The group that this process was started in: by the variables that torchrun sets for each process."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        return ALONE
    import accelerate  # type: ignore[import-untyped]  # it takes seconds, and has no types  # pyright: ignore[reportMissingTypeStubs]

    state = cast("_State", accelerate.PartialState(cpu=not torch.accelerator.is_available()))
    return Group(state.process_index, state.num_processes)


class _State(Protocol):
    process_index: int
    num_processes: int


def device() -> torch.device:
    """Where this process computes: its accelerator, or the CPU."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    if found is None:
        return torch.device("cpu")
    return torch.device(found.type, int(os.environ.get("LOCAL_RANK", "0")))
