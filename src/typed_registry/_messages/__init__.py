"""The texts of errors and faults: for people, for programs and for GitHub.

- `explain`, `explain_fault` and `explain_raised`: the messages of errors, faults and other exceptions.
- `suggest`: suggestions for misspelt names.
- `visible`: values and texts, bounded and with escapes for what isn't printed.
- `quoted_line`: the line of a file with a caret.
- `diagnostics` and `render`: errors with their places, in several formats.
- `sendable`: facts of errors that can be passed to another process.
"""
