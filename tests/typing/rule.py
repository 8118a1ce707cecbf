"""The reasons for which lines are rejected: a word in the case files, and the rules of each checker.

Every error that a checker has on the line must be of one of these rules, and there must be one.
"""

from __future__ import annotations

from collections.abc import Mapping


def _said(mypy: str, pyright: str, ty: str, pyrefly: str, zuban: str = "") -> Mapping[str, frozenset[str]]:
    rules = {"mypy": mypy, "pyright": pyright, "ty": ty, "pyrefly": pyrefly}
    kin = {"basedpyright": pyright, "zuban": zuban or mypy}
    return {checker: frozenset(words.split()) for checker, words in (rules | kin).items()}


RULES = {
    # What is registered.
    "misfit": _said(
        "arg-type call-overload type-var",
        "reportArgumentType reportCallIssue reportUntypedClassDecorator reportUntypedFunctionDecorator",
        "no-matching-overload invalid-argument-type",
        "no-matching-overload bad-argument-type bad-specialization",
    ),
    "attrs class": _said(
        "type-var",
        "reportArgumentType reportCallIssue",
        "no-matching-overload invalid-argument-type",
        "no-matching-overload bad-specialization",
    ),
    "config class": _said(  # mypy and zuban speak of the decorator as well
        "type-var arg-type call-overload",
        "reportArgumentType reportCallIssue",
        "no-matching-overload invalid-argument-type",
        "no-matching-overload bad-argument-type bad-specialization",
    ),
    # A call of what has one signature.
    "argument": _said("arg-type", "reportArgumentType", "invalid-argument-type", "bad-argument-type"),
    "missing": _said(
        "call-arg", "reportCallIssue", "missing-argument", "missing-argument bad-argument-count"
    ),
    "excess": _said("call-arg", "reportCallIssue", "too-many-positional-arguments", "bad-argument-count"),
    "keyword": _said(
        "call-arg",
        "reportCallIssue",
        "unknown-argument missing-argument positional-only-parameter-as-kwarg",
        "unexpected-keyword missing-argument bad-argument-count",
    ),
    "by position": _said(
        "call-arg",
        "reportCallIssue",
        "too-many-positional-arguments missing-argument",
        "bad-argument-count missing-argument unexpected-positional-argument",
    ),
    # A call of what has an overload for each name.
    "overload": _said(
        "call-overload",
        "reportArgumentType reportCallIssue",
        "no-matching-overload invalid-argument-type unknown-argument missing-argument",
        "no-matching-overload bad-argument-type missing-argument unexpected-keyword",
        zuban="call-overload arg-type",
    ),
    "union": _said(  # mypy names the members that fit no overload
        "arg-type",
        "reportArgumentType reportCallIssue",
        "no-matching-overload",
        "no-matching-overload",
    ),
    "no stub": _said(
        "call-overload",
        "reportArgumentType reportCallIssue",
        "no-matching-overload",
        "no-matching-overload",
    ),
    "too many": _said(
        "call-overload arg-type",
        "reportArgumentType reportCallIssue",
        "no-matching-overload invalid-argument-type",
        "no-matching-overload bad-argument-type",
    ),
    # Everything else.
    "key": _said(
        "typeddict-item literal-required",
        "reportGeneralTypeIssues",
        "invalid-typed-dict-key non-literal-typed-dict-key",
        "bad-typed-dict-key",
    ),
    "attribute": _said(
        "attr-defined",
        "reportAttributeAccessIssue reportUnknownMemberType",
        "missing-attribute",
        "missing-attribute",
    ),
    "assignment": _said("assignment", "reportAssignmentType", "invalid-assignment", "bad-assignment"),
    "read only": _said(
        "typeddict-readonly-mutated misc",
        "reportTypedDictNotRequiredAccess reportGeneralTypeIssues reportAttributeAccessIssue",
        "invalid-assignment invalid-argument-type",
        "read-only unsupported-delete",
    ),
    "deprecated": _said("deprecated", "reportDeprecated", "deprecated", "deprecated"),
    "frozen": _said("misc", "reportAttributeAccessIssue", "invalid-assignment", "read-only"),
    "not callable": _said("operator", "reportCallIssue", "not-callable", "not-callable"),
    "type argument": _said(
        "misc", "reportInvalidTypeArguments", "invalid-type-arguments", "invalid-param-spec"
    ),
}
