"""The public components for which no stub can be written, and why."""

from __future__ import annotations

LEFT_OUT = {
    "rich.console.FrameType": "is builtins.frame, which nothing can import",
    "rich.console.TracebackType": "is builtins.traceback, which nothing can import",
    "fsspec.utils.PyBytes_AsString": "is an object of a local class",
    "fsspec.utils.PyBytes_FromStringAndSize": "is an object of a local class",
}
