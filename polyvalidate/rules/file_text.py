"""PP0xx: the text of a file that cannot be read, or that others would read differently.

``source.parse`` finds these while it reads; the rules give them their code, their words and their reason.
"""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.model.paths import kind_of
from polyvalidate.model.words import Details, Text
from polyvalidate.rules.cases import FileCase
from polyvalidate.rules.registry import Sees, Yielded, rule

SLIPS = {
    "colon": Text(
        "il y a deux fois « : » sur la même ligne, mettez la valeur entre guillemets",
        "there are two “: ” on one line, put the value in quotes",
    ),
    "no-colon": Text(
        "il manque « : » après le nom",
        "“:” is missing after the name",
    ),
    "character": Text(
        "un caractère n'est pas à sa place (tabulation, @, ` ou ? sans guillemets)",
        "a character is out of place (a tab, @, ` or ? without quotes)",
    ),
    "quote": Text(
        "un guillemet ouvert n'est pas refermé, ou il y a du texte après le guillemet fermant",
        "a quote is opened and not closed, or there is text after the closing quote",
    ),
    "bracket": Text(
        "une accolade ou un crochet ouvert n'est pas refermé",
        "a brace or a bracket is opened and not closed",
    ),
    "indent": Text(
        "vérifiez les deux-points suivis d'un espace et l'alignement des lignes",
        "check that each colon is followed by a space and that lines are aligned",
    ),
}
"""The usual slips behind a syntax error, in both languages."""


@rule(
    "PP006",
    Sees.FILE,
    fr=("Ce fichier est vide.", "Écrivez-y une déclaration complète, ou supprimez-le."),
    en=("This file is empty.", "Write a whole declaration in it, or delete it."),
)
def not_empty(file: FileCase) -> Yielded:
    """Un fichier vide ne déclare rien ; le plus souvent l'enregistrement a échoué.

    An empty file declares nothing; most often saving it failed.
    """
    yield from file.refused("empty")


@rule(
    "PP007",
    Sees.FILE,
    fr=(
        "Ce fichier contient plusieurs documents (une ligne « --- »).",
        "Faites un fichier par déclaration et retirez cette ligne.",
    ),
    en=("This file holds several documents (a “---” line).", "Make one file per declaration and remove that line."),
)
def one_document(file: FileCase) -> Yielded:
    """Un fichier est une déclaration : elle est évaluée et décidée seule.

    One file is one declaration: it is evaluated and decided alone.
    """
    yield from file.refused("documents")


@rule(
    "PP008",
    Sees.FILE,
    fr=(
        "Les renvois et étiquettes (&, *, !, %) ne sont pas acceptés ici.",
        "Écrivez la valeur en entier ; si le texte commence par un de ces signes, mettez-le entre guillemets.",
    ),
    en=(
        "References and tags (&, *, !, %) are not accepted here.",
        "Write the value in full; if the text begins with one of these signs, put it in quotes.",
    ),
)
def no_references(file: FileCase) -> Yielded:
    """Un fichier se lit seul, de haut en bas ; les renvois permettent aussi d'en construire un qui épuise un lecteur.

    A file reads by itself from top to bottom; references also allow one that exhausts a reader to be built.
    """
    yield from file.refused("reference")


@rule(
    "PP009",
    Sees.FILE,
    fr=(
        "Ce fichier est trop compliqué : trop de niveaux ou trop d'éléments.",
        "Partez du modèle du site (« Sans le formulaire ») : {most} niveaux au plus.",
    ),
    en=(
        "This file is too complicated: too many levels or too many items.",
        "Start from the model on the site (“Without the form”): {most} levels at most.",
    ),
)
def simple_enough(file: FileCase) -> Yielded:
    """Une déclaration a trois niveaux. Au-delà, c'est une erreur de mise en page ou un piège pour le lecteur.

    A declaration has three levels. More is a slip in the layout or a trap for the reader.
    """
    yield from file.refused("nested")


@rule(
    "PP010",
    Sees.FILE,
    fr=(
        "Cette ligne ne peut pas être lue : {slip}.",
        "Corrigez-la, ou comparez-la au modèle du site (« Sans le formulaire »).",
    ),
    en=("This line cannot be read: {slip}.", "Mend it, or compare it with the model on the site (“Without the form”)."),
)
def readable_lines(file: FileCase) -> Yielded:
    """Tant qu'une ligne est illisible, rien de ce qui suit ne peut être compris avec certitude.

    As long as one line cannot be read, nothing after it can be understood for sure.
    """
    for place, details, span in file.refused("syntax"):
        yield place, {"slip": SLIPS[str(details["hint"])]}, span


@rule(
    "PP011",
    Sees.FILE,
    fr=("La ligne « {key} » figure deux fois.", "Gardez-en une seule."),
    en=("The line “{key}” is there twice.", "Keep only one of them."),
)
def each_key_once(file: FileCase) -> Yielded:
    """La plupart des lecteurs gardent la dernière valeur sans le dire : la première serait perdue.

    Most readers silently keep the last value: the first would be lost.
    """
    yield from (found for found in file.refused("duplicate-key") if not _begins_another(file, found[1]))


def _begins_another(file: FileCase, details: Details) -> bool:
    return kind_of(file.path) == "declaration" and details["key"] == "activity"


@rule(
    "PP023",
    Sees.FILE,
    fr=(
        "Ce fichier contient plusieurs déclarations.",
        "Faites un fichier par activité, dans le même dossier.",
    ),
    en=("This file holds several declarations.", "Make one file for each activity, in the same folder."),
)
def one_activity(file: FileCase) -> Yielded:
    """Un fichier est une activité : elle est évaluée et décidée seule, et son nom commence par son code.

    One file is one activity: it is evaluated and decided alone, and its name begins with its code.
    """
    yield from (found for found in file.refused("duplicate-key") if _begins_another(file, found[1]))


@rule(
    "PP012",
    Sees.FILE,
    fr=(
        "Le nom qui précède les deux-points doit être un mot entre guillemets ou un mot simple.",
        "Écrivez un nom du modèle ; un code d'activité se met entre guillemets.",
    ),
    en=(
        "The name before the colon must be a quoted word or a simple word.",
        "Write a name of the model; an activity code goes in quotes.",
    ),
)
def keys_are_text(file: FileCase) -> Yielded:
    """« 3.10 » sans guillemets devient 3.1, « no » devient faux : la clé changerait sans qu'on le voie.

    “3.10” without quotes becomes 3.1, “no” becomes false: the key would change unseen.
    """
    yield from file.refused("key-not-text")


@rule(
    "PP013",
    Sees.FILE,
    fr=("Ce nombre est trop long.", "Écrivez {most} chiffres au plus, ou mettez le texte entre guillemets."),
    en=("This number is too long.", "Write {most} digits at most, or put the text in quotes."),
)
def short_numbers(file: FileCase) -> Yielded:
    """Aucune quantité de la grille n'est aussi grande ; un nombre démesuré bloque certains lecteurs.

    No quantity of the grid is that large; a huge number blocks some readers.
    """
    yield from file.refused("number-too-long")


@rule(
    "PP014",
    Sees.FILE,
    severity=Severity.WARNING,
    fr=(
        "D'autres outils liront ici autre chose qu'un texte (oui/non, heure, nombre).",
        "Mettez la valeur entre guillemets.",
    ),
    en=(
        "Other tools will read something else than a text here (yes/no, a time, a number).",
        "Put the value in quotes.",
    ),
)
def same_for_everyone(file: FileCase) -> Yielded:
    """YAML 1.1 lit « no » comme faux, « 12:30 » comme 750 et « 010 » comme 8. Ici ces mots sont du texte.

    YAML 1.1 reads “no” as false, “12:30” as 750 and “010” as 8. Here such words are text.
    """
    yield from file.refused("ambiguous")


@rule(
    "PP015",
    Sees.FILE,
    fr=(
        "Ce fichier n'est pas une suite de lignes « nom : valeur ».",
        "Partez du modèle du site (« Sans le formulaire ») : un fichier par activité.",
    ),
    en=(
        "This file is not a list of “name: value” lines.",
        "Start from the model on the site (“Without the form”): one file for each activity.",
    ),
)
def a_mapping(file: FileCase) -> Yielded:
    """Chaque information porte un nom, pour être lue, vérifiée et corrigée séparément.

    Each piece of information has a name, so that it is read, checked and mended separately.
    """
    yield from file.refused("not-a-mapping")
