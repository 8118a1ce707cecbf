"""Settings of checkers that are misspelt, or by which calls aren't checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.project import command, configure
from tests.doctor.test_calls import advice
from typed_registry._doctor.checker_config import CheckerConfig
from typed_registry._doctor.checkers import CHECKERS
from typed_registry._doctor.setting_advice import change

MYPY = "strict = true"
PYRIGHT = 'typeCheckingMode = "strict"'
TY = "[tool.ty.environment]"
PYREFLY = "[tool.pyrefly]"


@pytest.mark.parametrize(
    ("checker", "old", "new", "said"),
    [
        ("mypy", MYPY, "strct = true", "Unrecognized option: strct = True"),
        ("mypy", MYPY, 'disable_error_code = "cal-arg"', "Invalid error code(s): cal-arg"),
        ("pyright", PYRIGHT, 'typeCheckngMode = "strict"', '"typeCheckngMode"'),
        ("ty", TY, "[tool.ty.enviroment]", "unknown field `enviroment`"),
        ("pyrefly", PYREFLY, f"{PYREFLY}\nserch-path = []", "Extra keys found in config: serch-path"),
    ],
)
def test_misspelt(stubbed: Path, checker: str, old: str, new: str, said: str) -> None:
    """A misspelt setting is a failure, even if the checker goes on without it."""
    configure(stubbed, old, new)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert said in advice(printed)


@pytest.mark.parametrize(
    ("checker", "old", "new", "setting"),
    [
        ("mypy", MYPY, 'disable_error_code = ["call-overload"]', "disable_error_code = call-overload"),
        ("mypy", MYPY, "ignore_errors = true", "ignore_errors = true"),
        ("pyright", PYRIGHT, 'typeCheckingMode = "off"', "typeCheckingMode = off"),
        ("pyright", PYRIGHT, "reportCallIssue = false", "reportCallIssue = false"),
        ("ty", TY, f'[tool.ty.rules]\nunknown-argument = "warn"\n{TY}', "unknown-argument = warn"),
        (
            "ty",
            TY,
            f'[tool.ty.rules]\nno-matching-overload = "ignore"\n{TY}',
            "no-matching-overload = ignore",
        ),
        ("pyrefly", PYREFLY, f'{PYREFLY}\npreset = "basic"', "preset = basic"),
        (
            "mypy",
            MYPY,
            '[[tool.mypy.overrides]]\nmodule = "shop.*"\nfollow_imports = "skip"',
            "follow_imports = skip",
        ),
    ],
)
def test_weak(stubbed: Path, checker: str, old: str, new: str, setting: str) -> None:
    """If a setting is the reason why wrong calls are accepted, the advice names it."""
    configure(stubbed, old, new)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert f": {setting} in pyproject.toml [tool.{checker}] " in advice(printed)


@pytest.mark.parametrize(
    ("checker", "file", "settings", "place"),
    [
        ("mypy", "mypy.ini", "[mypy]\ndisable_error_code = call-arg", "../mypy.ini"),
        ("ty", "ty.toml", '[rules]\nunknown-argument = "ignore"', "../ty.toml"),
        (
            "pyrefly",
            "pyproject.toml",
            '[tool.pyrefly.errors]\nunexpected-keyword = "ignore"',
            "../pyproject.toml [tool.pyrefly]",
        ),
        ("pyright", "pyrightconfig.json", '{"reportCallIssue": false}', "../pyrightconfig.json"),
    ],
)
def test_folder_above(stubbed: Path, checker: str, file: str, settings: str, place: str) -> None:
    """Settings in a folder above the project are found as the checker finds them."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')
    (stubbed.parent / file).write_text(settings)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert f"  {place}  " in printed
    assert f" in {place.strip('()')} turns off errors" in advice(printed)


def config_of(name: str, folder: Path) -> str:
    """Return where a checker finds its settings."""
    return next(str(each.config(folder)) for each in CHECKERS if each.name == name)


def test_nearest_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest settings count, in the order in which the checker looks for them in a folder."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    for name in ("mypy.ini", "ty.toml"):
        (tmp_path / name).write_text("[mypy]" if name == "mypy.ini" else "")
    assert ("../mypy.ini", "../ty.toml") == (config_of("mypy", project), config_of("ty", project))

    (project / "setup.cfg").write_text("[mypy]")
    (project / "pyproject.toml").write_text("[tool.ty]")
    assert ("setup.cfg [mypy]", "pyproject.toml [tool.ty]") == (
        config_of("mypy", project),
        config_of("ty", project),
    )

    (project / "pyproject.toml").write_text("[tool.mypy]\n[tool.zuban]")
    assert "pyproject.toml [tool.mypy]" == config_of("mypy", project)
    assert "pyproject.toml [tool.zuban]" == config_of("zuban", project)


def test_root_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """mypy looks no further than the repository's root, and zuban no further than a pyproject.toml."""
    (tmp_path / "project" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    (tmp_path / "mypy.ini").write_text("[mypy]")

    assert ("None", "../mypy.ini") == (config_of("mypy", Path.cwd()), config_of("zuban", Path.cwd()))
    Path("pyproject.toml").touch()
    assert "None" == config_of("zuban", Path.cwd())


def places(name: str, folder: Path) -> list[str]:
    """Return all places where a checker finds its settings."""
    return next([*map(str, each.configs(folder))] for each in CHECKERS if each.name == name)


@pytest.mark.parametrize(
    ("mypy_file", "mypy_settings"), [("pyproject.toml", "[tool.mypy]"), ("mypy.ini", "[mypy]")]
)
def test_settings_that_zuban_merges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mypy_file: str, mypy_settings: str
) -> None:
    """zuban reads its own settings and those of mypy where a folder has both."""
    monkeypatch.chdir(tmp_path)
    Path(mypy_file).write_text(f"{mypy_settings}\n")
    with Path("pyproject.toml").open("a") as file:
        file.write("[tool.zuban]\n")
    of_mypy = " ".join((mypy_file, *([mypy_settings] if mypy_file == "pyproject.toml" else [])))

    assert ["pyproject.toml [tool.zuban]", of_mypy] == places("zuban", tmp_path)
    assert [of_mypy] == places("mypy", tmp_path)


def test_weak_settings_of_mypy_for_zuban(stubbed: Path) -> None:
    """A setting of mypy turns off errors of zuban, though zuban has a table of its own."""
    configure(
        stubbed, MYPY, 'disable_error_code = ["call-arg", "call-overload"]\n[tool.zuban]\nstrict = true'
    )

    code, printed = command(stubbed, "doctor", "--checker", "zuban")

    assert code == 1
    assert "  pyproject.toml [tool.zuban], (pyproject.toml [tool.mypy])  " in printed
    assert ": disable_error_code = call-arg, call-overload in pyproject.toml [tool.mypy] " in advice(printed)


@pytest.mark.parametrize(
    ("checker", "file", "settings"),
    [
        ("mypy", "mypy/config", "[mypy]\ndisable_error_code = call-arg, call-overload"),
        ("ty", "ty/ty.toml", '[rules]\nunknown-argument = "ignore"'),
    ],
)
def test_settings_of_the_user(stubbed: Path, checker: str, file: str, settings: str) -> None:
    """A user's settings for all projects are found, and don't make the checker one of the project."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')
    (stubbed / ".config" / file).parent.mkdir(parents=True)
    (stubbed / ".config" / file).write_text(settings)

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert f"  (~/.config/{file})  " in printed
    assert f" in ~/.config/{file} turns off errors" in advice(printed)


def test_settings_of_the_user_beside_those_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ty reads both; mypy reads the user's where the project has none."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    for file in ("settings/ty/ty.toml", "settings/mypy/config"):
        Path(file).parent.mkdir(parents=True)
        Path(file).touch()
    assert [str(tmp_path / "settings/mypy/config")] == [
        str(each.file) for checker in CHECKERS if checker.name == "mypy" for each in checker.configs(tmp_path)
    ]
    Path("pyproject.toml").write_text("[tool.mypy]\n[tool.ty]\n")

    assert ["pyproject.toml [tool.mypy]"] == places("mypy", tmp_path)
    assert ["pyproject.toml [tool.ty]", "settings/ty/ty.toml"] == places("ty", tmp_path)
    ty, settings = next(each for each in CHECKERS if each.name == "ty"), Path("settings/ty/ty.toml")
    assert change(ty, CheckerConfig(settings, (), is_user_wide=True), "a = 1") == (
        "set a = 1 in pyproject.toml [tool.ty.environment]"
    )


@pytest.mark.parametrize(
    ("checker", "said"),
    [
        ("mypy", "may miss settings, since a file can't be read: ../pyproject.toml:1:11: "),
        ("ty", "has failed with exit code 2: ../pyproject.toml:1:11: "),
        ("pyrefly", ": ../pyproject.toml:1:11: "),
    ],
)
def test_damaged_file_above(stubbed: Path, checker: str, said: str) -> None:
    """A TOML file above the project that can't be read is reported, whatever the checker does with it."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')
    (stubbed.parent / "pyproject.toml").write_text("[tool.mypy\n")

    code, printed = command(stubbed, "doctor", "--checker", checker)

    assert code == 1
    assert said in advice(printed)


def test_damaged_file_further_above(tmp_path: Path) -> None:
    """A TOML file above the folder in which a checker finds its settings is none of its own."""
    (tmp_path / "project").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.mypy\n")
    (tmp_path / "project/ty.toml").touch()
    damaged = {each.name: len([*each.damaged(tmp_path / "project")]) for each in CHECKERS}

    assert (0, 1) == (damaged["ty"], damaged["mypy"])


def test_translated_settings(stubbed: Path) -> None:
    """pyrefly translates the settings of mypy or pyright, so it checks calls, but isn't configured."""
    settings = (stubbed / "pyproject.toml").read_text()
    (stubbed / "pyproject.toml").write_text(settings.partition("[tool.ty.")[0])

    code, printed = command(stubbed, "doctor", "--checker", "pyrefly")
    assert code == 0
    assert "  (pyproject.toml [tool.mypy])  2 of 2  2 of 2" in printed

    off = settings.replace('"strict"', '"off"').partition("[tool.ty.")[0]
    (stubbed / "pyproject.toml").write_text(off.replace("[tool.mypy]", "[tool.no-mypy]"))
    code, printed = command(stubbed, "doctor", "--checker", "pyrefly")
    assert code == 1
    assert "typeCheckingMode = off in pyproject.toml [tool.pyright]" in advice(printed)
    assert "without settings" not in printed


def test_own_settings_before_translated_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pyrefly's own settings count, even from further above, and advice on its settings names its table."""
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    Path("pyproject.toml").write_text("[tool.pyright]")
    pyrefly = next(each for each in CHECKERS if each.name == "pyrefly")
    config = pyrefly.config(Path.cwd())

    assert "pyproject.toml [tool.pyright]" == str(config)
    assert change(pyrefly, config, "a = 1") == "set a = 1 in pyproject.toml [tool.pyrefly]"
    (tmp_path / "pyrefly.toml").touch()
    assert "../pyrefly.toml" == config_of("pyrefly", Path.cwd())


def test_misspelt_setting_of_the_library(stubbed: Path) -> None:
    """A checker that doesn't exist, and a setting that doesn't, are faults of the project's settings."""
    configure(stubbed, "[tool.mypy]", 'checkers = ["mpy"]\nchekers = []\n\n[tool.mypy]')

    code, printed = command(stubbed, "doctor")

    assert code == 1
    assert "did you mean 'mypy'?" in printed
    assert "did you mean 'checkers'?" in printed


def test_no_settings(stubbed: Path) -> None:
    """Without any settings pyrefly accepts mistakes."""
    (stubbed / "pyproject.toml").write_text('[tool.typed-registry]\nmodules = ["shop.registries"]\n')

    code, printed = command(stubbed, "doctor", "--checker", "pyrefly")

    assert code == 1
    assert "[tool.pyrefly]" in advice(printed)
