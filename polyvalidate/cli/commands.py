"""All the commands, by who uses them; each is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import click

from polyvalidate import __version__
from polyvalidate.cli.kit.commands import Group, terminal_of
from polyvalidate.cli.kit.commands import Option as OptionOf
from polyvalidate.model.words import LANGUAGES, Text


class Known(NamedTuple):
    """A command: where it is made (``module:attribute`` under ``polyvalidate.cli``), and its purpose in a few words."""

    place: str
    what: Text


SECTIONS: tuple[tuple[Text, Mapping[str, Known]], ...] = (
    (
        Text("Élève", "Student"),
        {
            "new": Known("new.command:new", Text("écrit une déclaration", "write a declaration")),
            "fix": Known("fix.command:fix", Text("corrige la forme d'un fichier", "mend the form of a file")),
            "check": Known("check:check", Text("dit ce qui ne va pas", "say what is wrong")),
            "balance": Known(
                "balance:balance", Text("montre les points et leurs raisons", "show points and their reasons")
            ),
            "explain": Known("explain:explain", Text("explique une règle", "explain a rule")),
            "grid": Known("grid:grid", Text("montre ou compare les grilles", "show or compare grids")),
        },
    ),
    (
        Text("Évaluation", "Evaluator"),
        {
            "desk": Known("desk:desk", Text("décider dans le navigateur", "decide in the browser")),
            "queue": Known("queue:queue", Text("ce qui attend une décision", "what awaits a decision")),
            "evaluate": Known("evaluate:evaluate", Text("écrit une décision", "write a decision")),
            "merge": Known(
                "merge.command:merge",
                Text("fusionne une demande avec sa décision", "merge a request with its decision"),
            ),
            "requests": Known(
                "requests:requests", Text("les demandes d'un serveur sans forge", "the requests of a server, no forge")
            ),
            "say": Known("say:say", Text("écrit sous une demande, sans forge", "write below a request, no forge")),
            "evidence": Known(
                "evidence.command:evidence",
                Text("compare une pièce à sa déclaration", "hold evidence to its declaration"),
            ),
            "effort": Known("effort:effort", Text("ce que demandent les décisions", "what the decisions take")),
            "practice": Known("practice:practice", Text("un atelier pour s'accorder", "a workshop to agree")),
            "why": Known("gate:why", Text("dit qui peut écrire une ligne", "say who may write a line")),
        },
    ),
    (
        Text("Scolarité", "Registry office"),
        {
            "roster": Known("roster.command:roster", Text("la liste des élèves", "the list of students")),
            "register": Known("register.command:register", Text("le registre privé", "the private register")),
            "boxes": Known("boxes.command:boxes", Text("les boîtes des élèves", "the boxes of students")),
            "retention": Known("retention:retention", Text("ce qui est gardé trop longtemps", "what is kept too long")),
            "campaign": Known("campaign.command:campaign", Text("campagnes et rappels", "campaigns and reminders")),
            "follow": Known("follow:follow", Text("où en sont les élèves", "where the students stand")),
            "indicators": Known("indicators:indicators", Text("les chiffres d'un rapport", "the figures of a report")),
            "undo": Known("undo:undo", Text("défait le dernier acte", "undo the last act")),
            "send": Known("send:send", Text("envoie ce qui est écrit ici", "send what is written here")),
            "declare-many": Known(
                "declare_many.command:declare_many",
                Text("déclare pour une liste de présence", "declare for an attendance list"),
            ),
            "statement": Known(
                "statement:statement", Text("relevés, en texte ou en PDF", "statements, as text or PDF")
            ),
            "record": Known(
                "record:record", Text("supplément au diplôme, certificat", "diploma supplement, credential")
            ),
            "badge": Known("badge.command:badge", Text("badges signés", "signed badges")),
            "apogee": Known("apogee:apogee", Text("remplit les fichiers d'APOGEE", "fill the files of APOGEE")),
            "moodle": Known("moodle.command:moodle", Text("listes, notes, reprise", "lists, grades, taking over")),
        },
    ),
    (
        Text("Jury", "Jury"),
        {"minutes": Known("minutes.command:minutes", Text("table, décisions, PV", "table, decisions, minutes"))},
    ),
    (
        Text("Tenue de la grille et du dépôt", "Keepers"),
        {
            "init": Known("init:init", Text("crée le dépôt d'une école", "make a school's repository")),
            "doctor": Known(
                "doctor:doctor", Text("regarde si la forge est bien réglée", "look whether the forge is well set")
            ),
            "upgrade": Known(
                "upgrade:upgrade", Text("fait suivre une version à une école", "have a school follow a version")
            ),
            "demo": Known("demo:demo", Text("fabrique une école fictive", "make an invented school")),
            "publish": Known(
                "publish:publish", Text("publie des chiffres par intervalles", "publish figures as intervals")
            ),
            "site": Known("site:site", Text("construit le site", "build the site")),
            "pages": Known("site:pages", Text("écrit les pages du site", "write the pages of the site")),
            "kit": Known(
                "kit_:kit",
                Text("note, diaporama, affiche, documents du RGPD", "case, slides, poster, documents of the GDPR"),
            ),
            "audit": Known("audit:audit", Text("rejoue l'histoire des décisions", "replay the history of decisions")),
        },
    ),
    (
        Text("Machines", "Machines"),
        {
            "gate": Known("gate:gate", Text("juge une demande", "judge a request")),
            "sweep": Known(
                "sweep:sweep", Text("fait le tour des demandes d'une forge", "go over the requests of a forge")
            ),
            "server": Known(
                "server.command:server", Text("une école sans forge, sur son serveur", "a school on its own server")
            ),
            "completion": Known(
                "completion:completion", Text("complète les mots dans le shell", "complete words in the shell")
            ),
        },
    ),
)


class _Polyvalidate(Group):
    """The whole command line; its list is by who uses what, and imports no command."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        terminal, width = terminal_of(ctx), max(map(len, self.below))
        for title, known in SECTIONS:
            with formatter.section(terminal.of(Text("{title} ", "{title}"), title=title)):
                formatter.write_dl([(name.ljust(width), terminal.of(each.what)) for name, each in known.items()])

    def about(self, name: str, ctx: click.Context, limit: int = 60) -> str:
        return next(terminal_of(ctx).of(known[name].what) for _, known in SECTIONS if name in known)


def _print_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"polyvalidate {__version__}")
        context.exit()


POLYVALIDATE = _Polyvalidate(
    "polyvalidate",
    Text(
        "Vérifie les grilles et les déclarations d'engagement d'une école, et calcule les points.",
        "Checks a school's engagement grid and declarations, and computes the points.",
    ),
    {name: each.place for _, known in SECTIONS for name, each in known.items()},
    context_settings={"max_content_width": 100},
)
POLYVALIDATE.params.append(
    OptionOf(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_print_version,
        words=Text("Affiche la version et s'arrête.", "Show the version and exit."),
    )
)


def language_asked(words: Sequence[str]) -> str | None:
    """The language that the words of the command line ask for, None when they ask for none of those spoken here.

    Help and errors are in that language, so it is read before click runs. Only what click takes for the option counts:
    in ``--output --lang`` and after ``--``, the same letters are a file name. Mistakes elsewhere are left for later, so
    that they are said in the language asked for.
    """
    if not any(word.startswith("--lang") for word in words):
        return None
    return _asked(POLYVALIDATE, None, list(words))


def _asked(command: click.Command, above: click.Context | None, words: list[str]) -> str | None:
    settings = {**command.context_settings, "resilient_parsing": True, "ignore_unknown_options": True}
    context = click.Context(command, above, **settings)
    values: dict[str, Any]
    values, rest, _ = command.make_parser(context).parse_args(words)
    below = None
    if isinstance(command, click.Group) and rest:
        # A first word that names no command is a mistake; what follows it may still ask for a language.
        called = command.get_command(context, rest[0])
        below = _asked(called, context, rest[1:]) if called else _asked(context.find_root().command, None, rest[1:])
    value = values.get("lang")
    return below or (value if value in LANGUAGES else None)
