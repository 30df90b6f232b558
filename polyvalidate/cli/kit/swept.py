"""What a sweep has done, or would do, as lines on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text

if TYPE_CHECKING:
    from polyvalidate.forge.sweeping import Step


def say(step: Step, terminal: Terminal, *, dry_run: bool) -> None:
    """One step, by what its request is called."""
    from polyvalidate.forge import planning
    from polyvalidate.forge.answering import Merged

    done: Mapping[type, Text] = {
        planning.SetStatus: Text("{number} : statut posé ({state})", "{number}: status set ({state})"),
        planning.PostComment: Text("{number} : commentaire posé", "{number}: comment posted"),
        planning.EditComment: Text("{number} : commentaire mis à jour", "{number}: comment edited"),
        planning.DeleteComment: Text("{number} : ancien commentaire retiré", "{number}: older comment removed"),
        planning.SetLabels: Text("{number} : étiquettes {labels}", "{number}: labels {labels}"),
        planning.Close: Text("{number} : fermée, {labels}", "{number}: closed, {labels}"),
        planning.AskReview: Text("{number} : relecture demandée à {account}", "{number}: review asked of {account}"),
        # The commit of a dry run is not that of the merge, which says when it was made.
        Merged: Text("{number} : fusionnée", "{number}: merged")
        if dry_run
        else Text("{number} : fusionnée par {commit}", "{number}: merged by {commit}"),
        Text: Text("{number} : {why}", "{number}: {why}"),
    }
    what = step.done
    aside = Text("{why}", "{why}")  # about a waiting branch, and no request
    terminal.say(
        aside if not step.of else done[type(what)],
        number=step.of,
        state=getattr(what, "state", ""),
        labels=", ".join(getattr(what, "labels", ())) or Text("aucune", "none"),
        commit=getattr(what, "commit", "")[:12],
        account=getattr(what, "account", ""),
        why=what if isinstance(what, Text) else "",
    )


REHEARSED = Text(
    "Essai, rien n'est écrit. Un vrai passage ferait, dans cet ordre :",
    "A trial, nothing is written. A real sweep would do, in this order:",
)
NOTHING_WRITTEN = Text(
    "Fin de l'essai : rien n'a été écrit. Un vrai passage retiendrait {count} {count:demande|demandes} comme vues.",
    "End of the trial: nothing was written. A real sweep would remember {count} {count:request|requests} as seen.",
)
