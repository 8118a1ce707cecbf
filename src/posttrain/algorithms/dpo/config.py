"""The config of direct preference optimization."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import gt

from posttrain.algorithms.config import CompletionConfig
from posttrain.measurement import REFERENCE_METRICS
from posttrain.protocols import PreferenceLoss
from posttrain.registries import LOSSES
from typed_registry import Spec


@frozen(kw_only=True)
class DPOConfig(CompletionConfig):
    """Direct preference optimization: make chosen completions likelier than rejected ones."""

    beta: float = field(default=0.1, validator=gt(0))
    """How strongly the policy is held to the reference model: the weight of the KL penalty."""
    reference_free: bool = False
    """Whether the reference model counts all completions as equally likely, and so need not be there."""
    length_normalized: bool = False
    """Whether a completion is scored by its mean log-probability per token (Lambert et al. 2024, Tulu 3)."""
    loss: Spec[PreferenceLoss, []] = field(factory=lambda: LOSSES.spec("dpo"))
    """Of the log ratios of policy to reference model."""

    @property
    def further_metrics(self) -> tuple[str, ...]:
        """The names of the metrics that a reference model makes possible."""
        return () if self.reference_free else REFERENCE_METRICS
