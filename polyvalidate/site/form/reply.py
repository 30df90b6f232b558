"""The page for what comes after a decision: the line that contests one, and how to complete a request."""

from __future__ import annotations

from polyvalidate.judgement.decision import LONGEST_COMMENT
from polyvalidate.model.words import Text
from polyvalidate.site.form import data as form_data
from polyvalidate.site.html import render
from polyvalidate.site.pages.home import contact
from polyvalidate.site.pages.page import Page
from polyvalidate.site.pages.site import Site

PATH = "repondre.md"


def page(site: Site, lang: str) -> Page:
    title = Text("Compléter ou contester", "Complete or contest").of(lang)
    parts = [
        f"# {title}",
        f"## {Text('« À compléter »', '“To be completed”').of(lang)}",
        _COMPLETE.of(lang),
        f"## {Text('Contester une décision', 'Contest a decision').of(lang)}",
        _CONTEST.of(lang),
        render("form/reply.html", lang, folder="form/", longest=LONGEST_COMMENT),
        form_data.script(site, lang),
        contact(site, lang),
    ]
    return Page(PATH, title, "\n\n".join(parts), description=_DESCRIPTION.of(lang), hide=("toc",))


_DESCRIPTION = Text(
    "Compléter une demande, ou contester une décision devant le jury.",
    "Complete a request, or contest a decision before the jury.",
)
_COMPLETE = Text(
    "Rien n'est refusé : il manque quelque chose, et le commentaire indique quoi.\n\n"
    "1. Ouvrez la demande, et répondez en commentaire si l'on vous pose une question.\n"
    "2. Il manque un justificatif ? Le [formulaire](declarer.md) a gardé votre brouillon si vous ne l'avez pas effacé :"
    " ajoutez-y la pièce, et préparez de nouveau la déclaration.\n"
    "3. Dans la même demande, ouvrez le fichier, choisissez « modifier », remplacez tout son texte par le nouveau, et"
    " enregistrez. Le contrôle repart tout seul : n'ouvrez pas d'autre demande.",
    "Nothing is refused: something is missing, and the comment says what.\n\n"
    "1. Open the request, and answer in a comment if you were asked a question.\n"
    "2. Evidence is missing? The [form](declarer.md) has kept your draft unless you erased it: add the document, and"
    " prepare the declaration again.\n"
    "3. In the same request, open the file, choose “edit”, replace all its text with the new one, and save. The check"
    " starts again by itself: do not open another request.",
)
_CONTEST = Text(
    "Le jury réexamine un refus ou une réduction. Écrivez votre raison : cette page en fait la ligne à coller en"
    " commentaire, sous la demande qui a été décidée, même fermée. Rien n'est envoyé d'ici.",
    "The jury looks again at a refusal or a reduction. Write your reason: this page makes of it the line to paste as a"
    " comment, under the request that was decided, even if it is closed. Nothing is sent from here.",
)
