"""The configs that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig
from typed_registry.config import dump, save

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path for path in (ROOT / "configs/experiments").rglob("*") if path.is_file())
EACH = pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(ROOT)))


def test_there() -> None:
    """The experiment that the commands begin with is among them."""
    assert ROOT / "configs/experiments/exp001.yaml" in SHIPPED


@EACH
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_round_trip(file: Path, form: str, tmp_path: Path) -> None:
    """Each loads, and what is saved of it loads back to an equal one, in either format."""
    config = ExperimentConfig.load(file)
    save(config, tmp_path / f"config.{form}")

    assert config == ExperimentConfig.load(tmp_path / f"config.{form}")
    assert dump(config, form) == (tmp_path / f"config.{form}").read_text(encoding="utf-8")


@EACH
def test_hash(file: Path) -> None:
    """A config is a value: loaded twice it is equal and hashes alike, and with another setting it isn't."""
    one, same, other = (
        ExperimentConfig.load(file),
        ExperimentConfig.load(file),
        ExperimentConfig.load(file, ["seed=9"]),
    )

    assert one == same
    assert hash(one) == hash(same)
    assert one != other


def test_exp001() -> None:
    """The experiment's settings reach the components, from sections and inline alike."""
    config = ExperimentConfig.load(ROOT / "configs/experiments/exp001.yaml", ["dpo.beta=0.2", "sft.steps=7"])

    assert config.warm_start is not None
    assert ("dpo", 0.2, 150) == (config.algorithm.name, *values(config.algorithm.config, "beta", "steps"))
    assert ("sft", 7, 64) == (
        config.warm_start.name,
        *values(config.warm_start.config, "steps", "batch_size"),
    )
    assert (96, 3, 4) == values(config.model.config, "hidden_size", "layers", "heads")
    assert (5, 2000, 256) == values(config.dataset.config, "letters", "examples", "held_out")


def values(config: object, *names: str) -> tuple[object, ...]:
    """The values of these fields."""
    return tuple(getattr(config, name) for name in names)


def test_from_cli(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of one's own reads the same from its arguments, given or taken from `sys.argv`."""
    file = str(SHIPPED[0])
    expected = ExperimentConfig.load(file, ["seed=3", "output=elsewhere"])
    monkeypatch.setattr("sys.argv", ["program", file, "seed=3", "output=elsewhere"])

    assert expected == ExperimentConfig.from_cli()
    assert expected == ExperimentConfig.from_cli([file, "seed=3", "output=elsewhere"])


def test_from_cli_without_file() -> None:
    """Without a file, such a program ends with a line on how it is called."""
    with pytest.raises(SystemExit) as caught:
        ExperimentConfig.from_cli([])

    assert "usage: CONFIG [path=value ...]" == caught.value.code
