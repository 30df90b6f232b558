"""Commands whose words are in both languages: one object serves both, and speaks the one of the terminal when it is
asked for help.

A command is the function that runs, with what it takes written above it::

    @command("find", Text("Cherche une personne.", "Look for a person."))
    @argument("who", metavar="WHO")
    @option("--all", is_flag=True, help=Text("Les anciens aussi.", "Former students too."))
    def find(terminal: Terminal, who: str, all: bool) -> int: ...
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.cli.kit.watching import watching
from polyvalidate.model.words import LANGUAGES, Text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Run = Callable[..., int]
Decorator = Callable[[Run], Run]
Later = Callable[[Mapping[str, Any]], Any]


def terminal_of(context: click.Context) -> Terminal:
    """The terminal of a command that runs or shows its help; an English one where nobody made one (completion)."""
    return context.find_object(Terminal) or Terminal("en")


class Option(click.Option):
    """An option whose help is a ``Text``. ``aliases`` are names that are understood and not shown; ``main`` says that
    its default is the main branch of ``--repo``, whatever its name. ``later`` makes the value of one that is not given
    from all the others."""

    def __init__(
        self,
        names: list[str],
        *,
        words: Text,
        aliases: tuple[str, ...] = (),
        main: bool = False,
        later: Later | None = None,
        **settings: Any,
    ) -> None:
        super().__init__([*names, *aliases], **settings)
        self.words = words
        self.main = main
        self.aliases = aliases
        self.later = later

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = terminal_of(ctx).of(self.words)
        with self._shown():
            return super().get_help_record(ctx)

    def get_error_hint(self, ctx: click.Context | None) -> str:
        with self._shown():
            return super().get_error_hint(ctx)

    @contextmanager
    def _shown(self) -> Iterator[None]:
        opts, self.opts = self.opts, [name for name in self.opts if name not in self.aliases]
        try:
            yield
        finally:
            self.opts = opts

    @property
    def unseen(self) -> tuple[str, ...]:
        """The names that nobody is told."""
        return tuple(self.opts) if self.hidden else self.aliases

    def make_metavar(self, *context: Any, **more: Any) -> str:
        # The type of a value has a name that click does not translate by itself.
        plain_value = not (self.is_flag or self.count or isinstance(self.type, click.Choice | click.DateTime))
        if self.metavar is None and plain_value:
            return gettext.gettext(self.type.name).upper() + ("..." if self.nargs != 1 else "")
        return super().make_metavar(*context, **more)


@dataclass(frozen=True, slots=True)
class Together:
    """Options that are given together: the function that runs gets one value of them, as ``name``."""

    name: str
    kind: Callable[..., Any]
    options: tuple[str, ...]


class _Speaking(click.Command):
    """A command or a group whose help is a ``Text``. ``short`` stands in the list of the group above."""

    words: Text
    short: Text | None = None

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        return ["-h", "--help"]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:  # it is made once, and asked for in either language
            found.help = gettext.gettext("Show this message and exit.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = terminal_of(ctx).of(self.words)
        super().format_help_text(ctx, formatter)

    def in_a_list(self, terminal: Terminal, limit: int) -> str:
        """One line about the command."""
        self.help = terminal.of(self.words)
        self.short_help = terminal.of(self.short) if self.short is not None else None
        return self.get_short_help_str(limit)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:  # the nearest that is proposed instead is one that the help shows
            near = [name for name in error.possibilities or () if name not in self._unseen()]
            raise click.NoSuchOption(error.option_name, possibilities=near, ctx=error.ctx) from None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        for param in self.params:
            if isinstance(param, Option):
                param.help = terminal_of(ctx).of(param.words)
        unseen = self._unseen()
        return [item for item in click.Command.shell_complete(self, ctx, incomplete) if item.value not in unseen]

    def _unseen(self) -> set[str]:
        return {name for param in self.params if isinstance(param, Option) for name in param.unseen}


class Command(_Speaking):
    """A command: its callback gets the terminal, then its parameters, those that go together as one."""

    def __init__(self, name: str, words: Text, run: Run, params: list[click.Parameter]) -> None:
        super().__init__(name, params=params, callback=run)
        self.words = words
        self.together: list[Together] = getattr(run, "__together__", [])

    def invoke(self, ctx: click.Context) -> Any:
        for param in self.params:
            name = str(param.name)
            if isinstance(param, Option) and param.main and ctx.get_parameter_source(name) is ParameterSource.DEFAULT:
                from polyvalidate.repository.history import main_branch

                ctx.params[name] = main_branch(ctx.params.get("repo") or ".")
        for param in self.params:
            if isinstance(param, Option) and param.later is not None and ctx.params[str(param.name)] is None:
                ctx.params[str(param.name)] = param.later(ctx.params)
        others = ctx.params.pop("somebody_else")
        held = ctx.params.get("register")
        for some in self.together:
            ctx.params[some.name] = some.kind(**{name: ctx.params.pop(name) for name in some.options})
        terminal = ctx.params["terminal"] = terminal_of(ctx)
        return watching(partial(super().invoke, ctx), held, others, terminal)


class Group(_Speaking, click.Group):
    """A group whose commands are imported when they are called or listed: nobody pays for the others.

    ``below`` maps the name of a command to ``module:attribute``, under ``polyvalidate.cli``.
    """

    def __init__(self, name: str, words: Text, below: Mapping[str, str], **settings: Any) -> None:
        super().__init__(name, **settings)
        self.words = words
        self.below = dict(below)
        # Names only: the nearest is proposed for one that is no command.
        self.commands = dict.fromkeys(below)  # type: ignore[assignment]
        self.params.append(lang_option())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.below)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.below:
            return None
        module, _, attribute = self.below[cmd_name].partition(":")
        found = getattr(import_module(f"polyvalidate.cli.{module}"), attribute)
        assert isinstance(found, click.Command), cmd_name  # noqa: S101 - a wrong table fails at the first call
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        self.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
        return super().collect_usage_pieces(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        limit = formatter.width - 6 - max(map(len, self.below))
        rows = [(name, self.about(name, ctx, limit)) for name in self.list_commands(ctx)]
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        below = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        named = [CompletionItem(name, help=self.about(name, ctx)) for name in below]
        return [*named, *super().shell_complete(ctx, incomplete)]

    def about(self, name: str, ctx: click.Context, limit: int = 60) -> str:
        """One line about a command of the group."""
        found = self.get_command(ctx, name)
        return found.in_a_list(terminal_of(ctx), limit) if isinstance(found, _Speaking) else ""


def lang_option() -> click.Option:
    # The value is read before click runs (``commands.language_asked``); here it is declared, checked and documented.
    return Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        words=Text("Langue du terminal (fr ou en).", "Language of the terminal (fr or en)."),
    )


def _somebody_else() -> click.Option:
    # Hidden: the refusal that it answers tells it, with the words that it takes.
    return Option(
        ["--somebody-else"],
        multiple=True,
        hidden=True,
        metavar="NAME",
        words=Text(
            "Ces mots ne désignent personne du registre : quelqu'un d'autre porte ce nom.",
            "These words mean nobody of the register: somebody else has this name.",
        ),
    )


def command(name: str, words: Text) -> Callable[[Run], Command]:
    """Make a command of the function that runs. ``--lang`` is added to its options.

    Whatever a command that knows of a register writes is held against it (``office.acts.holding``)."""

    def make(run: Run) -> Command:
        params: list[click.Parameter] = list(reversed(getattr(run, "__parameters__", [])))
        return Command(name, words, run, [*params, lang_option(), _somebody_else()])

    return make


def option(*names: str, help: Text, aliases: tuple[str, ...] = (), **settings: Any) -> Decorator:  # noqa: A002 - as in click
    """An option of the function below; ``settings`` are those of ``click.Option``."""
    return _adds(lambda: Option(list(names), words=help, aliases=aliases, **settings))


def argument(name: str, **settings: Any) -> Decorator:
    """An argument of the function below; ``settings`` are those of ``click.Argument``."""
    return _adds(lambda: click.Argument([name], **settings))


def together(name: str, kind: Callable[..., Any], *options: Decorator) -> Decorator:
    """Options that are given together: the function below takes ``name``, a ``kind`` made of their values."""

    def add(run: Run) -> Run:
        before = len(_parameters(run))
        for each in reversed(options):
            run = each(run)
        names = tuple(str(param.name) for param in _parameters(run)[before:])
        vars(run).setdefault("__together__", []).append(Together(name, kind, names))
        return run

    return add


def _adds(make: Callable[[], click.Parameter]) -> Decorator:
    def add(run: Run) -> Run:
        _parameters(run).append(make())
        return run

    return add


def _parameters(run: Run) -> list[click.Parameter]:
    found: list[click.Parameter] = vars(run).setdefault("__parameters__", [])
    return found
