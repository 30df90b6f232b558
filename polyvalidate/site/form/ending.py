"""The end of the form: the text of the declaration, and the steps from there to a request on the school's forge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from polyvalidate.model.words import Text
from polyvalidate.site.form.fields import button, words
from polyvalidate.site.pages.site import Site
from polyvalidate.site.pages.words import pick


def result(site: Site, lang: str) -> str:
    """What is shown once the declaration is ready: its text, then what to do with it, step by step."""
    heading = words(Text("Votre déclaration", "Your declaration").of(lang), lang)
    file = words(Text("Fichier : ", "File: ").of(lang), lang)
    copy = button("form-copy", "Copier le texte", "Copy the text", lang)
    download = button("form-download", "Télécharger le fichier", "Download the file", lang)
    done = button("form-done", "C’est envoyé : effacer mon brouillon", "It is sent: erase my draft", lang)
    then = words(Text("Ce qu'il reste à faire", "What is left to do").of(lang), lang)
    return (
        '<div id="form-result" class="form-result" role="region" hidden aria-labelledby="form-result-title">'
        f'<h2><span id="form-result-title" tabindex="-1">{heading}</span></h2>'
        f'<p class="form-path">{file}<code id="form-path"></code></p>'
        '<pre id="form-yaml" class="form-yaml"></pre>'
        f'<p class="form-buttons">{copy} {download}</p>'
        f'<h3>{then}</h3><ol class="form-steps">{_items(_steps(site, lang))}</ol><p>{done}</p></div>'
    )


def _items(items: Iterable[str]) -> str:
    return "".join(f"<li>{item}</li>" for item in items)


def _steps(site: Site, lang: str) -> Iterator[str]:
    kind = site.forge.kind if site.forge else "none"
    yield from _ways(kind, lang)
    yield '<span id="form-attach"></span>'
    yield words(
        Text(
            "Un commentaire arrive sur la demande en une minute environ : il dit s'il y a quelque chose "
            "à corriger, et qui décide ensuite.",
            "A comment arrives on the request within about a minute: it says whether something has to be "
            "mended, and who decides next.",
        ).of(lang),
        lang,
    )


def _ways(kind: str, lang: str) -> Iterator[str]:
    """How the text becomes a request, on each kind of forge; ``none`` when the repository is not known."""
    if kind == "none":
        yield words(
            Text(
                "Dans le dépôt de l'école, ajoutez un fichier sous le nom ci-dessus, collez-y le texte, et "
                "proposez-le dans une demande (pull request).",
                "In the school's repository, add a file under the name above, paste the text, and propose it "
                "in a request (pull request).",
            ).of(lang),
            lang,
        )
        return
    name = {"github": "GitHub", "gitlab": "GitLab", "forgejo": Text("la forge", "the forge").of(lang)}[kind]
    link = (
        '<a id="form-open" class="md-button md-button--primary" target="_blank" rel="noopener noreferrer" href="#">'
        f"{words(pick(f'Ouvrir sur {name}', f'Open on {name}', lang), lang)}</a>"
    )
    prefilled, empty = words(pick(*_PREFILLED, lang), lang), words(pick(*_EMPTY, lang), lang)
    yield (f'{link} <span id="form-open-prefilled">{prefilled}</span><span id="form-open-empty" hidden>{empty}</span>')
    yield words(pick(*_PROPOSE[kind], lang), lang)


_PREFILLED = (
    "Le fichier s'ouvre prérempli : n'y changez rien. Si son nom est déjà pris, ajoutez -2 avant .yml.",
    "The file opens filled in: change nothing. If its name is taken already, add -2 before .yml.",
)
_EMPTY = (
    "Le texte est copié au passage : collez-le dans le fichier qui s'ouvre, et vérifiez le nom du fichier.",
    "The text is copied on the way: paste it in the file that opens, and check the name of the file.",
)
_PROPOSE = {
    "github": (
        "Choisissez « Commit changes », puis « Propose changes », puis « Create pull request » : c'est votre demande."
        " Si GitHub propose de faire votre copie du dépôt (« fork »), acceptez.",
        "Choose “Commit changes”, then “Propose changes”, then “Create pull request”: that is your request. If GitHub"
        " offers to make your copy of the repository (“fork”), accept.",
    ),
    "forgejo": (
        "En bas de la page, choisissez de créer une nouvelle branche et une demande d'ajout (pull request), puis"
        " proposez le changement : c'est votre demande. Si la forge propose de faire votre copie du dépôt (« fork »),"
        " acceptez.",
        "At the bottom of the page, choose to create a new branch and a pull request, then propose the change: that is"
        " your request. If the forge offers to make your copy of the repository (“fork”), accept.",
    ),
    "gitlab": (
        "Donnez un nom de branche nouveau, gardez cochée la création d'une demande (merge request), puis"
        " « Commit changes » : c'est votre demande. Si GitLab propose de faire votre copie du dépôt (« fork »),"
        " acceptez.",
        "Give a new name of branch, keep the creation of a merge request ticked, then “Commit changes”: that is your"
        " request. If GitLab offers to make your copy of the repository (“fork”), accept.",
    ),
}
