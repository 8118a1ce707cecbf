"""The functions of shells that complete the words of a program.

All of them ask the program for the words in the way in which typer's script for fish does: with the line up
to the cursor in the environment. An answer has a line for each word, with its help behind a tab.
"""

from __future__ import annotations

import re
from typing import Final

_BASH: Final = r"""%(function)s() {
    local line="${COMP_LINE:0:COMP_POINT}" current="${COMP_WORDS[COMP_CWORD]}" typed before word help
    # Bash ends words at = and :, and replaces only what follows the last of them.
    typed="${line##*[[:space:]]}"
    [[ "$current" == [=:]* ]] && current=""
    before=""
    [[ "$current" != [\"\']* ]] && before="${typed%%"$current"}"
    COMPREPLY=()
    while IFS=$'\t' read -r word help; do
        [[ -n "$word" ]] || continue
        word="${word#"$before"}"
        [[ "$current" == [\"\']* || "$word" != *[^a-zA-Z0-9_./~=:,@%%+-]* ]] || printf -v word '%%q' "$word"
        COMPREPLY+=("$word")
    done < <(env %(variable)s=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \
        _TYPER_COMPLETE_ARGS="$line" "$1" 2>/dev/null)
    [[ "${COMPREPLY[0]}" == *[=/] ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -o default -o nosort -F %(function)s %(program)s
"""

_ZSH: Final = r"""#compdef %(program)s

%(function)s() {
    local -a words_found shown open_found open_shown
    local word help line="${(j: :)words[1,CURRENT-1]} $PREFIX"
    while IFS=$'\t' read -r word help; do
        [[ -n "$word" && "$word" != \~* ]] || continue  # which compadd would quote
        if [[ "$word" == *[=/] ]]; then
            open_found+=("$word"); open_shown+=("$word${help:+  -- $help}")
        else
            words_found+=("$word"); shown+=("$word${help:+  -- $help}")
        fi
    done < <(env %(variable)s=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \
        _TYPER_COMPLETE_ARGS="$line" "${words[1]}" 2>/dev/null)
    if (( ${#words_found} + ${#open_found} )); then
        (( ${#open_found} )) && compadd -S '' -d open_shown -a open_found
        (( ${#words_found} )) && compadd -d shown -a words_found
        return 0
    fi
    compset -P '*='
    _files
}

if [[ "${zsh_eval_context[-1]}" == loadautofunc ]]; then
    %(function)s "$@"
else
    compdef %(function)s %(program)s
fi
"""

_FISH: Final = r"""function %(function)s
    set -l found (env %(variable)s=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \
        _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) %(program)s 2>/dev/null)
    if test (count $found) -gt 0
        printf '%%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end

complete --command %(program)s --no-files --keep-order --arguments '(%(function)s)'
"""

SCRIPTS: Final = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
"""The scripts by the names of the shells, with places for the names of the program."""


def shell_script(program: str, shell: str) -> str:
    """Return the script that completes the words of a program.

    >>> shell_script("remix", "fish").splitlines()[0]
    'function _remix_completion'
    """
    word = re.sub(r"\W", "_", program)
    variable = f"_{program}_COMPLETE".replace("-", "_").upper()
    return SCRIPTS[shell] % {"function": f"_{word}_completion", "program": program, "variable": variable}
