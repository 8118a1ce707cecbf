"""Call every component as Python code does, and print what Python says of the arguments.

    python -m tests.corpora.execute

Prints a JSON object: for each form of a call, how often it returned, raised an error of its own, and raised a
TypeError about the arguments; how often a reason excuses another result; and the calls without an excuse. It
is a program of its own, since the components may do anything. It runs in an empty folder, without input.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from inspect import Parameter

from tests.corpora.exclusion import NOT_RUN, OTHER_ERRORS
from tests.corpora.signature_call import SignatureCall, signature_calls

_ARGUMENTS = re.compile(
    r"missing|unexpected keyword|keyword argument|positional argument|required argument|requires"
    r"|invalid keyword|too many arg|takes (no|exactly|at most|at least|from)"
    r"|expected (at most|at least|exactly)? ?\d+ argument"
)
"""What Python says of arguments that don't fit the parameters."""
_NUMBER = 7
"""No file descriptor of the program."""
_VALUES: tuple[tuple[str, object], ...] = (
    (r"callable|func|hook|predicate|factory|\bcmp\b|\bkey\b", len),
    (r"bytes|buffer", b"text"),
    (r"str|path|name|text|pattern|\bstring\b|\bs\b|filename|\bfmt|format|url|message", "text"),
    (r"bool", True),
    (r"float", 1.0),
    (r"int\b|\bn\b|size|count|width", _NUMBER),
    (r"dict|mapping", {}),
    (r"iterable|sequence|list|array|iterator|\bitems\b|\barr|^a$|^x$", [1.0, 2.0]),
    (r"type\d?\b|cls|class", int),
)
"""Values by what is in the annotation or the name of a parameter."""


def value_of(parameter: Parameter) -> object:
    """Return a value for a parameter: its default, one that fits its annotation or name, or a number."""
    if parameter.default is not Parameter.empty:
        default: object = parameter.default
        return default
    annotation = "" if parameter.annotation is Parameter.empty else str(parameter.annotation)
    for text in filter(None, (annotation.lower(), parameter.name.lower())):
        for pattern, value in _VALUES:
            if re.search(pattern, text):
                return value
    return _NUMBER


def outcome(call: SignatureCall) -> str:
    """Return what a call does: it `returns`, it `fails` in its own code, or its `arguments` are refused."""
    values = {each.name: value_of(each) for each in call.given}
    try:
        call.execute(values)
    except TypeError as error:
        return "arguments" if _is_of_arguments(error, call) else "fails"
    except (Exception, SystemExit):  # noqa: BLE001  # its own, for these values
        return "fails"
    return "returns"


def _is_of_arguments(error: TypeError, call: SignatureCall) -> bool:
    """Return whether Python refuses the arguments of a call, before any code of the component has run.

    The frame of the call itself is the last one then. A function around the component's own, such as a
    decorator makes, passes the arguments on: the message names the component's own function.
    """
    frames = 0
    traceback = error.__traceback__
    while traceback is not None:
        frames, traceback = frames + 1, traceback.tb_next
    own = call.name.rpartition(".")[2]
    is_at_boundary = frames <= 2 or re.match(rf"(\w+\.)*({own}|{own}\.__\w+__|__\w+__)\(\) ", str(error))
    return bool(is_at_boundary and _ARGUMENTS.search(str(error)))


def _reasons(call: SignatureCall) -> Iterator[str]:
    """Yield the reasons for which a call doesn't do what its signature says."""
    for each in OTHER_ERRORS:
        if call.form in each.forms and re.fullmatch(each.names, call.name):
            yield each.reason


def main() -> None:
    """Execute all calls, and print the result."""
    printed = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for call in _calls():
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            found = outcome(call)
        counts[f"{call.form}: {found}"] += 1
        if (found == "arguments") == call.is_right:
            reason = next(_reasons(call), "")
            counts[reason] += 1
            wrong += [] if reason else [f"{call.form}: {call.name}: {found}"]
    with printed:
        printed.write(json.dumps({"counts": counts, "wrong": wrong}))


def _calls() -> Iterator[SignatureCall]:
    return (call for call in signature_calls() if call.name not in NOT_RUN)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
        os._exit(0)  # some components start threads or change the interpreter
