"""The configs of the optimizers."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import and_, deep_iterable, ge, gt, lt


@frozen
class AdamWConfig:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019)."""

    lr: float = field(default=1e-5, validator=gt(0))
    """The default suits all weights of a pretrained model; adapters take 10 to 100 times as much."""
    betas: tuple[float, float] = field(default=(0.9, 0.999), validator=deep_iterable(and_(ge(0), lt(1))))
    """The decay of the running means of the gradient and of its square."""
    eps: float = field(default=1e-8, validator=gt(0))
    weight_decay: float = field(default=0.01, validator=ge(0))


@frozen
class SGDConfig:
    """Stochastic gradient descent, with momentum if asked for."""

    lr: float = field(default=1e-2, validator=gt(0))
    momentum: float = field(default=0.0, validator=and_(ge(0), lt(1)))
    nesterov: bool = False
    """Whether the momentum looks ahead; needs some."""
    weight_decay: float = field(default=0.0, validator=ge(0))

    def __attrs_post_init__(self) -> None:
        if self.nesterov and not self.momentum:
            message = "nesterov needs a momentum above 0"
            raise ValueError(message)


@frozen
class AdafactorConfig:
    """Adam with a factored second moment, for little memory (Shazeer and Stern 2018)."""

    lr: float = field(default=1e-2, validator=gt(0))
    beta2_decay: float = field(default=-0.8, validator=lt(0))
    """The exponent by which the second moment's decay approaches 1."""
    clip: float = field(default=1.0, validator=gt(0))
    """The largest root mean square of an update."""
    weight_decay: float = field(default=0.0, validator=ge(0))
