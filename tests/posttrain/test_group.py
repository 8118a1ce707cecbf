"""Several processes, as far as one can play them, and the devices that they compute on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import torch
from attrs import evolve
from torch import Tensor
from torch.nn import Parameter

from posttrain.advantage import moments
from posttrain.errors import DeviceError
from posttrain.group import Group, device, join

from .given import context


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that always has what this one has."""

    def all_reduce(values: Tensor) -> None:
        values.mul_(2)

    monkeypatch.setattr(torch.distributed, "all_reduce", all_reduce)


@pytest.mark.usefixtures("twice")
def test_unused_weight() -> None:
    """A weight that no process has used has no gradient, so that weight decay leaves it as on one process."""
    used, unused = Parameter(torch.ones(2)), Parameter(torch.ones(3))
    used.grad = torch.tensor([1.0, 2.0])
    Group(0, 2).sum_gradients([unused, used])
    torch.optim.AdamW([unused, used], lr=0.1, weight_decay=0.1).step()

    assert [2.0, 4.0] == used.grad.tolist()
    assert unused.grad is None
    assert [1.0, 1.0, 1.0] == unused.tolist()


def test_weight_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """A weight that only another process has used gets the gradient of that one."""
    seen: list[Tensor] = []

    def all_reduce(values: Tensor) -> None:
        seen.append(values.clone())
        values.add_(torch.tensor([1.0]) if len(seen) == 1 else torch.tensor([5.0, 6.0]))

    monkeypatch.setattr(torch.distributed, "all_reduce", all_reduce)
    weight = Parameter(torch.ones(2))
    Group(0, 2).sum_gradients([weight])

    assert [[0.0], [0.0, 0.0]] == [values.tolist() for values in seen]
    assert [5.0, 6.0] == torch.as_tensor(weight.grad).tolist()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("cuda", {"cpu": False, "backend": "cuda:nccl,cpu:gloo"}),
        ("xpu", {"cpu": False, "backend": "xpu:xccl,cpu:gloo"}),
        ("mps", {"cpu": True}),
        (None, {"cpu": True}),
    ],
)
def test_backend(monkeypatch: pytest.MonkeyPatch, kind: str | None, expected: dict[str, object]) -> None:
    """Where accelerators exchange tensors by a backend of their own, those on the CPU have gloo."""
    import accelerate  # type: ignore[import-untyped]  # it has no types  # pyright: ignore[reportMissingTypeStubs]

    given: list[dict[str, object]] = []

    class State:
        process_index, num_processes = 1, 2

        def __init__(self, **settings: object) -> None:
            given.append(settings)

    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setattr(accelerate, "PartialState", State)
    monkeypatch.setattr("posttrain.group._accelerator", lambda: kind)

    assert Group(1, 2) == join()
    assert [expected] == given


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with two."""
    monkeypatch.setattr("posttrain.group._accelerator", lambda: "cuda")
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: 2)


@pytest.mark.usefixtures("two_gpus")
def test_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device is the one that is named, and of several the one that is this process's."""
    monkeypatch.setenv("LOCAL_RANK", "1")
    names = ("cpu", "cuda", "cuda:0", None)

    assert ["cpu", "cuda:1", "cuda:0", "cuda:1"] == [str(device(name)) for name in names]


@pytest.mark.usefixtures("two_gpus")
@pytest.mark.parametrize("name", ["mps", "cuda:2"])
def test_no_such_device(name: str) -> None:
    """A device that isn't there is an error that says which are."""
    with pytest.raises(DeviceError) as caught:
        device(name)

    assert "'cpu', 'cuda'" in str(caught.value)
    assert name.split(":", maxsplit=1)[0] == caught.value.device.split(":")[0]


def test_no_accelerator() -> None:
    """Without an accelerator there is the CPU."""
    with pytest.raises(DeviceError) as caught:
        device("cuda")

    assert "device: torch has no 'cuda' here; it has 'cpu'" == str(caught.value)


class OnMps(torch.Tensor):
    """A tensor on a device that has no float64, such as Apple's: only a copy on the CPU can have that."""

    @classmethod
    def __torch_function__(  # type: ignore[explicit-any]  # any operation
        cls,
        func: Callable[..., object],
        types: tuple[type, ...],
        args: tuple[object, ...] = (),
        kwargs: dict[str, object] | None = None,
    ) -> object:
        """Refuse float64."""
        if func is torch.Tensor.cpu:
            assert isinstance(args[0], torch.Tensor)
            return args[0].as_subclass(torch.Tensor)
        result = cast("object", super().__torch_function__(func, types, args, kwargs or {}))  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        if isinstance(result, OnMps) and result.dtype == torch.float64:
            raise TypeError("MPS has no float64")
        return result


def on_mps(*values: float) -> torch.Tensor:
    """A row of these."""
    return torch.tensor([values]).as_subclass(OnMps)


def test_device_without_float64() -> None:
    """Sums in float64 are taken on the CPU."""
    with pytest.raises(TypeError):
        on_mps(1.0).double()

    assert [2.0, 3.0, 5.0] == moments(on_mps(1.0, 2.0), on_mps(1.0, 1.0)).tolist()


def test_seeds_of_processes(tmp_path: Path) -> None:
    """What is sampled depends on the step alone; what is dropped out differs between the processes."""
    one, other = (evolve(context(tmp_path), group=Group(rank, 2)) for rank in (0, 1))

    assert one.seed_of(3) == other.seed_of(3) == one.local_seed(3)
    assert one.local_seed(3) != other.local_seed(3)
