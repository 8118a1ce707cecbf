"""Find out which type checkers of a project check the calls of its components, by running the checkers.

- `checkers`: the six checkers, how each is run, and where it is configured; `checker_run` runs one.
- `stub_file`: reads which names a stub has, and in which forms.
- `trial_calls`: writes right and wrong calls of a component; `any_keyword` finds those that take any keyword.
- `probe_program`: writes a small program with these calls, and compares a checker's errors in it with them.
- `examined_module`: finds the registries of a module, with their components and stubs.
- `examine`: runs a checker over the program.
- `findings`: what is asked about a registry, and what a checker answers.
- `advice`, `call_advice`: say what to change; `weak_settings` finds the settings that are the reason.
"""
