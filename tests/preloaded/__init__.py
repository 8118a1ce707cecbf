"""An interpreter that has imported torch and transformers already, for the programs that tests start.

To import these takes four seconds, which is most of what a small training takes. `interpreter.py` starts a
server once per process of the tests; each program is a process that is forked from it.
"""
