"""The command line of a user's program whose arguments are a config file and overrides.

- `config_line`: makes a config from the words of a command line.
- `fault_report`: prints faults with a caret, under the line of the file or under the override.
- `resolved_text`: the lines of a resolved config with the origin of each value.
- `field_rows` and `help_text`: the fields of a config for `--help`.
- `setting_rows` and `help_for`: fields, components and their settings for `--help-for`.
- `definition_list`: terms with texts beside them, as wide as the terminal.
- `reachable`: the registries that a config chooses from.
- `endings`, `error_stream` and `exit_codes`: messages and exit codes of errors, for `typed-registry` too.
- `plain_warnings`: warnings on one line; `output`: the standard output, which may be closed.
- `config_node`, `override_words` and `file_words`: the words that shells complete.
- `plain_program`: the command line of `from_cli`, which needs no other package.
- `app`, `config_parameters`, `config_command` and `component_commands`: programs that are built with typer.
- `boxes`: whether help and usage errors are drawn in boxes.
- `completers`, `completion_option` and `shell_scripts`: what bash, zsh and fish need to complete a word.
"""
