"""``polyvalidate completion SHELL``: the script that completes the words of the command line."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from polyvalidate.cli.kit.commands import argument, command
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text
from polyvalidate.repository.output import put

NAME = "polyvalidate"
VARIABLE = "_POLYVALIDATE_COMPLETE"
"""By this variable a shell asks what could follow."""
SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    Text(
        "Écrit le script qui complète commandes et options avec la touche Tab. Pour l'installer :\n\n\b\n"
        "bash  polyvalidate completion bash >> ~/.bashrc\n"
        "zsh   polyvalidate completion zsh >> ~/.zshrc\n"
        "fish  polyvalidate completion fish > ~/.config/fish/completions/polyvalidate.fish",
        "Print the script that completes commands and options with the Tab key. To install it:\n\n\b\n"
        "bash  polyvalidate completion bash >> ~/.bashrc\n"
        "zsh   polyvalidate completion zsh >> ~/.zshrc\n"
        "fish  polyvalidate completion fish > ~/.config/fish/completions/polyvalidate.fish",
    ),
)
@argument("shell", type=click.Choice(SHELLS))
def completion(terminal: Terminal, shell: str) -> int:  # noqa: ARG001 - every command is given it
    made = get_completion_class(shell)
    assert made is not None, shell  # noqa: S101 - click knows these three
    # A script holds names only: no command is needed to write it.
    put(made(click.Command(NAME), {}, NAME, VARIABLE).source(), None)
    return 0
