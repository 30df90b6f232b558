"""The steps from a declaration that is ready to a request, on the school's own forge: the form and the guide say them
alike."""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.model.words import Text
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import delay

_OPEN = {
    "github": Text("Ouvrir sur GitHub", "Open on GitHub"),
    "forgejo": Text("Ouvrir sur la forge", "Open on the forge"),
    "gitlab": Text("Ouvrir sur GitLab", "Open on GitLab"),
}
_FILLED = Text(
    "Le fichier s'ouvre prérempli : n'y changez rien. Si son nom est déjà pris, ajoutez -2 avant .yml.",
    "The file opens filled in: change nothing. If its name is taken already, add -2 before .yml.",
)
_EMPTY = Text(
    "Le texte est copié au passage : collez-le dans le fichier qui s'ouvre, et vérifiez le nom du fichier.",
    "The text is copied on the way: paste it in the file that opens, and check the name of the file.",
)
_PROPOSE = {
    "github": Text(
        "Choisissez « Commit changes », puis « Propose changes », puis « Create pull request » : c'est votre demande.",
        "Choose “Commit changes”, then “Propose changes”, then “Create pull request”: that is your request.",
    ),
    "forgejo": Text(
        "En bas de la page, choisissez de créer une nouvelle branche et une demande d'ajout (pull request), puis"
        " proposez le changement : c'est votre demande.",
        "At the bottom of the page, choose to create a new branch and a pull request, then propose the change: that is"
        " your request.",
    ),
    "gitlab": Text(
        "Donnez un nom de branche nouveau, gardez cochée la création d'une demande (merge request), puis « Commit"
        " changes » : c'est votre demande.",
        "Give a new name of branch, keep the creation of a merge request ticked, then “Commit changes”: that is your"
        " request.",
    ),
}
_FORK = Text(
    " Si la forge propose de faire votre copie du dépôt (« fork »), acceptez.",
    " If the forge offers to make your copy of the repository (“fork”), accept.",
)
_BY_HAND = Text(
    "Dans le dépôt de l'école, ajoutez un fichier sous le nom que donne le formulaire, collez-y le texte, et"
    " proposez-le dans une demande (pull request).",
    "In the school's repository, add a file under the name that the form gives, paste the text, and propose it in a"
    " request (pull request).",
)
_ATTACH = Text("[Joignez le justificatif](#joindre) à la demande.", "[Attach the evidence](#joindre) to the request.")
_COMMENT = Text(
    "Un commentaire arrive sur la demande en une minute environ : il dit s'il y a quelque chose à corriger, et qui"
    " décide ensuite.",
    "A comment arrives on the request within about a minute: it says whether something has to be mended, and who"
    " decides next.",
)


def steps(site: Site) -> Mapping[str, Text]:
    """Each step by its name. A box is the student's own: nothing has to be copied first."""
    known = delay(site.delay)
    comment = _COMMENT if known is None else Text(f"{_COMMENT.fr} {known.fr}", f"{_COMMENT.en} {known.en}")
    found = {"filled": _FILLED, "empty": _EMPTY, "by_hand": _BY_HAND, "comment": comment}
    if site.forge is None:
        return found
    propose = _PROPOSE[site.forge.kind]
    if not site.latest.in_boxes:
        propose = Text(propose.fr + _FORK.fr, propose.en + _FORK.en)
    return found | {"open": _OPEN[site.forge.kind], "propose": propose}


def listed(site: Site, lang: str) -> str:
    """The steps as a numbered list of Markdown."""
    known = {name: said.of(lang) for name, said in steps(site).items()}
    first = [known["by_hand"]]
    if site.forge is not None:
        # GitLab opens an empty file; the others open it filled in, unless the text is very long.
        opened = known["empty" if site.forge.kind == "gitlab" else "filled"]
        first = [f"**{known['open']}**. {opened}", known["propose"]]
    lines = (*first, _ATTACH.of(lang), known["comment"])
    return "\n".join(f"{rank}. {line}" for rank, line in enumerate(lines, 1))
