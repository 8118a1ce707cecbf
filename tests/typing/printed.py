"""Read the output of each checker into one form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias, TypedDict

from typing_extensions import NotRequired

Said: TypeAlias = "tuple[str, int, str, str]"
"""A file, a line, the rule of an error or an empty string for a note, and a message."""

# What mypy prints: an object on each line.


class _OfMypy(TypedDict):
    file: str
    line: int
    severity: str
    code: str
    message: str


def mypy(printed: str) -> Iterator[Said]:
    for line in printed.splitlines():
        each: _OfMypy = json.loads(line)
        yield each["file"], each["line"], each["code"] if each["severity"] == "error" else "", each["message"]


# What zuban prints: what mypy prints without being asked for objects.

_LINE = re.compile(r"(.+?):(\d+): (?:error|note): (.*?)(?:  \[([\w-]+)\])?$")


def zuban(printed: str) -> Iterator[Said]:
    for line in printed.splitlines():
        if found := _LINE.match(line):
            yield found[1], int(found[2]), found[4] or "", found[3]


# What pyright and basedpyright print: one object, with lines that count from 0.


class _Start(TypedDict):
    line: int


class _Range(TypedDict):
    start: _Start


class _OfPyright(TypedDict):
    file: str
    severity: str
    range: _Range
    rule: NotRequired[str]
    message: str


class _Pyright(TypedDict):
    generalDiagnostics: list[_OfPyright]


def pyright(printed: str) -> Iterator[Said]:
    whole: _Pyright = json.loads(printed)
    for each in whole["generalDiagnostics"]:
        rule = "" if each["severity"] == "information" else each.get("rule", "syntax")
        yield each["file"], each["range"]["start"]["line"] + 1, rule, each["message"]


# What ty prints: GitLab's form, in which an `info` is a revealed type.


class _Begin(TypedDict):
    begin: _Start


class _Location(TypedDict):
    path: str
    positions: _Begin


class _OfTy(TypedDict):
    check_name: str
    description: str
    severity: str
    location: _Location


def ty(printed: str) -> Iterator[Said]:
    whole: list[_OfTy] = json.loads(printed)
    for each in whole:
        place, rule = each["location"], each["check_name"]
        rule = "" if each["severity"] == "info" else rule
        yield place["path"], place["positions"]["begin"]["line"], rule, each["description"]


# What pyrefly prints: one object.


class _OfPyrefly(TypedDict):
    path: str
    line: int
    name: str
    severity: str
    concise_description: str


class _Pyrefly(TypedDict):
    errors: list[_OfPyrefly]


def pyrefly(printed: str) -> Iterator[Said]:
    whole: _Pyrefly = json.loads(printed)
    for each in whole["errors"]:
        rule = "" if each["severity"] == "info" else each["name"]
        yield each["path"], each["line"], rule, each["concise_description"]
