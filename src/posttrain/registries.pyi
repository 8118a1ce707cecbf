# mypy: ignore-errors
# What is registered, by name, for checkers and editors.
from collections.abc import Iterable
from typing import Final, Literal, Never, ParamSpec, TypeAlias, TypedDict, TypeVar, overload

from attrs import AttrsInstance
from torch.nn import Parameter
from torch.optim import SGD, Adafactor, AdamW, Optimizer
from torch.optim.lr_scheduler import LambdaLR
from typing_extensions import Protocol, ReadOnly

from posttrain.algorithms.dpo.config import DPOConfig
from posttrain.algorithms.dpo.trainer import DPOTrainer
from posttrain.algorithms.sft.config import SFTConfig
from posttrain.algorithms.sft.trainer import SFTTrainer
from posttrain.context import Context
from posttrain.datasets.config import JSONLinesConfig, SortingConfig
from posttrain.datasets.json_lines import JSONLines
from posttrain.datasets.sorting import Sorting
from posttrain.losses.config import CrossEntropyConfig, DPOLossConfig, FocalConfig
from posttrain.losses.cross_entropy import CrossEntropyLoss
from posttrain.losses.focal import FocalLoss
from posttrain.losses.preference import DPOLoss
from posttrain.models.causal import CausalModel
from posttrain.models.config import PretrainedConfig, TransformerConfig
from posttrain.optimizers.config import AdafactorConfig, AdamWConfig, SGDConfig
from posttrain.protocols import Dataset, Loss, Model, Scheduler, Trainer
from posttrain.schedulers.config import ConstantConfig, CosineConfig, LinearConfig
from typed_registry import Registry, Spec
from typed_registry.fit import Fit

_P = ParamSpec("_P")
_C = TypeVar("_C", bound=AttrsInstance)
_S = TypeVar("_S")

AlgorithmName: TypeAlias = Literal["sft", "dpo"]

class _AlgorithmsComponents(TypedDict):
    sft: ReadOnly[type[SFTTrainer]]
    dpo: ReadOnly[type[DPOTrainer]]

class _Algorithms(Registry[Trainer, [Context]]):
    @property
    def components(self) -> _AlgorithmsComponents: ...
    @overload
    def build(self, name: AlgorithmName, /, *, _: Never) -> Never: ...
    @overload
    def build(self, name: Literal["sft"], /, config: SFTConfig, context: Context) -> SFTTrainer: ...
    @overload
    def build(self, name: Literal["dpo"], /, config: DPOConfig, context: Context) -> DPOTrainer: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Trainer], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(self, name: Literal["sft"], config: SFTConfig = ..., /) -> Spec[SFTTrainer, [Context]]: ...
    @overload
    def spec(self, name: Literal["dpo"], config: DPOConfig = ..., /) -> Spec[DPOTrainer, [Context]]: ...
    @overload
    def spec(
        self, component: Fit[_P, [_C, Context], _S, Trainer], config: _C | None = None, /
    ) -> Spec[_S, [Context]]: ...

ModelName: TypeAlias = Literal["transformer", "pretrained"]

class _Transformer(Protocol):
    def __call__(self, config: TransformerConfig) -> CausalModel: ...

class _Pretrained(Protocol):
    def __call__(self, config: PretrainedConfig) -> CausalModel: ...

class _ModelsComponents(TypedDict):
    transformer: ReadOnly[_Transformer]
    pretrained: ReadOnly[_Pretrained]

class _Models(Registry[Model, []]):
    @property
    def components(self) -> _ModelsComponents: ...
    @overload
    def build(self, name: ModelName, /, *, _: Never) -> Never: ...
    @overload
    def build(self, name: Literal["transformer"], /, config: TransformerConfig) -> CausalModel: ...
    @overload
    def build(self, name: Literal["pretrained"], /, config: PretrainedConfig) -> CausalModel: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Model], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(
        self, name: Literal["transformer"], config: TransformerConfig = ..., /
    ) -> Spec[CausalModel, []]: ...
    @overload
    def spec(self, name: Literal["pretrained"], config: PretrainedConfig, /) -> Spec[CausalModel, []]: ...
    @overload
    def spec(self, component: Fit[_P, [_C], _S, Model], config: _C | None = None, /) -> Spec[_S, []]: ...

DatasetName: TypeAlias = Literal["json_lines", "sorting"]

class _DatasetsComponents(TypedDict):
    json_lines: ReadOnly[type[JSONLines]]
    sorting: ReadOnly[type[Sorting]]

class _Datasets(Registry[Dataset, []]):
    @property
    def components(self) -> _DatasetsComponents: ...
    @overload
    def build(self, name: DatasetName, /, *, _: Never) -> Never: ...
    @overload
    def build(self, name: Literal["json_lines"], /, config: JSONLinesConfig) -> JSONLines: ...
    @overload
    def build(self, name: Literal["sorting"], /, config: SortingConfig) -> Sorting: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Dataset], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(self, name: Literal["json_lines"], config: JSONLinesConfig, /) -> Spec[JSONLines, []]: ...
    @overload
    def spec(self, name: Literal["sorting"], config: SortingConfig = ..., /) -> Spec[Sorting, []]: ...
    @overload
    def spec(self, component: Fit[_P, [_C], _S, Dataset], config: _C | None = None, /) -> Spec[_S, []]: ...

LossName: TypeAlias = Literal["cross_entropy", "focal", "dpo"]

class _LossesComponents(TypedDict):
    cross_entropy: ReadOnly[type[CrossEntropyLoss]]
    focal: ReadOnly[type[FocalLoss]]
    dpo: ReadOnly[type[DPOLoss]]

class _Losses(Registry[Loss, []]):
    @property
    def components(self) -> _LossesComponents: ...
    @overload
    def build(self, name: LossName, /, *, _: Never) -> Never: ...
    @overload
    def build(self, name: Literal["cross_entropy"], /, config: CrossEntropyConfig) -> CrossEntropyLoss: ...
    @overload
    def build(self, name: Literal["focal"], /, config: FocalConfig) -> FocalLoss: ...
    @overload
    def build(self, name: Literal["dpo"], /, config: DPOLossConfig) -> DPOLoss: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Loss], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(
        self, name: Literal["cross_entropy"], config: CrossEntropyConfig = ..., /
    ) -> Spec[CrossEntropyLoss, []]: ...
    @overload
    def spec(self, name: Literal["focal"], config: FocalConfig = ..., /) -> Spec[FocalLoss, []]: ...
    @overload
    def spec(self, name: Literal["dpo"], config: DPOLossConfig = ..., /) -> Spec[DPOLoss, []]: ...
    @overload
    def spec(self, component: Fit[_P, [_C], _S, Loss], config: _C | None = None, /) -> Spec[_S, []]: ...

OptimizerName: TypeAlias = Literal["adamw", "adafactor", "sgd"]

class _Adamw(Protocol):
    def __call__(self, config: AdamWConfig, parameters: Iterable[Parameter]) -> AdamW: ...

class _Adafactor(Protocol):
    def __call__(self, config: AdafactorConfig, parameters: Iterable[Parameter]) -> Adafactor: ...

class _Sgd(Protocol):
    def __call__(self, config: SGDConfig, parameters: Iterable[Parameter]) -> SGD: ...

class _OptimizersComponents(TypedDict):
    adamw: ReadOnly[_Adamw]
    adafactor: ReadOnly[_Adafactor]
    sgd: ReadOnly[_Sgd]

class _Optimizers(Registry[Optimizer, [Iterable[Parameter]]]):
    @property
    def components(self) -> _OptimizersComponents: ...
    @overload
    def build(self, name: OptimizerName, /, *, _: Never) -> Never: ...
    @overload
    def build(
        self, name: Literal["adamw"], /, config: AdamWConfig, parameters: Iterable[Parameter]
    ) -> AdamW: ...
    @overload
    def build(
        self, name: Literal["adafactor"], /, config: AdafactorConfig, parameters: Iterable[Parameter]
    ) -> Adafactor: ...
    @overload
    def build(self, name: Literal["sgd"], /, config: SGDConfig, parameters: Iterable[Parameter]) -> SGD: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Optimizer], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(
        self, name: Literal["adamw"], config: AdamWConfig = ..., /
    ) -> Spec[AdamW, [Iterable[Parameter]]]: ...
    @overload
    def spec(
        self, name: Literal["adafactor"], config: AdafactorConfig = ..., /
    ) -> Spec[Adafactor, [Iterable[Parameter]]]: ...
    @overload
    def spec(self, name: Literal["sgd"], config: SGDConfig = ..., /) -> Spec[SGD, [Iterable[Parameter]]]: ...
    @overload
    def spec(
        self, component: Fit[_P, [_C, Iterable[Parameter]], _S, Optimizer], config: _C | None = None, /
    ) -> Spec[_S, [Iterable[Parameter]]]: ...

SchedulerName: TypeAlias = Literal["constant", "linear", "cosine"]

class _Constant(Protocol):
    def __call__(self, config: ConstantConfig, optimizer: Optimizer, steps: int) -> LambdaLR: ...

class _Linear(Protocol):
    def __call__(self, config: LinearConfig, optimizer: Optimizer, steps: int) -> LambdaLR: ...

class _Cosine(Protocol):
    def __call__(self, config: CosineConfig, optimizer: Optimizer, steps: int) -> LambdaLR: ...

class _SchedulersComponents(TypedDict):
    constant: ReadOnly[_Constant]
    linear: ReadOnly[_Linear]
    cosine: ReadOnly[_Cosine]

class _Schedulers(Registry[Scheduler, [Optimizer, int]]):
    @property
    def components(self) -> _SchedulersComponents: ...
    @overload
    def build(self, name: SchedulerName, /, *, _: Never) -> Never: ...
    @overload
    def build(
        self, name: Literal["constant"], /, config: ConstantConfig, optimizer: Optimizer, steps: int
    ) -> LambdaLR: ...
    @overload
    def build(
        self, name: Literal["linear"], /, config: LinearConfig, optimizer: Optimizer, steps: int
    ) -> LambdaLR: ...
    @overload
    def build(
        self, name: Literal["cosine"], /, config: CosineConfig, optimizer: Optimizer, steps: int
    ) -> LambdaLR: ...
    @overload
    def build(self, component: Fit[_P, _P, _S, Scheduler], /, *args: _P.args, **kwargs: _P.kwargs) -> _S: ...
    @overload
    def spec(
        self, name: Literal["constant"], config: ConstantConfig = ..., /
    ) -> Spec[LambdaLR, [Optimizer, int]]: ...
    @overload
    def spec(
        self, name: Literal["linear"], config: LinearConfig = ..., /
    ) -> Spec[LambdaLR, [Optimizer, int]]: ...
    @overload
    def spec(
        self, name: Literal["cosine"], config: CosineConfig = ..., /
    ) -> Spec[LambdaLR, [Optimizer, int]]: ...
    @overload
    def spec(
        self, component: Fit[_P, [_C, Optimizer, int], _S, Scheduler], config: _C | None = None, /
    ) -> Spec[_S, [Optimizer, int]]: ...

ALGORITHMS: Final[_Algorithms]
MODELS: Final[_Models]
DATASETS: Final[_Datasets]
LOSSES: Final[_Losses]
OPTIMIZERS: Final[_Optimizers]
SCHEDULERS: Final[_Schedulers]
