"""PP0xx: a file that cannot be read, or that others would read differently.

``source.parse`` finds these while it reads; the rules give them their code, their words and their reason.
"""

from __future__ import annotations

from polyvalidate.findings import Place, Severity
from polyvalidate.model import Text
from polyvalidate.rules.cases import FileCase
from polyvalidate.rules.registry import Sees, Yielded, rule

SLIPS = {
    "colon": Text(
        "il y a deux fois « : » sur la même ligne, mettez la valeur entre guillemets",
        "there are two “: ” on one line, put the value in quotes",
    ),
    "character": Text(
        "un caractère n'est pas à sa place (tabulation en début de ligne, @ ou ` sans guillemets)",
        "a character is out of place (a tab at the start of a line, @ or ` without quotes)",
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
    "PP001",
    Sees.FILE,
    fr=("Ce fichier est trop gros ({size} octets).", "Raccourcissez-le : {most} octets au plus."),
    en=("This file is too large ({size} bytes).", "Make it shorter: {most} bytes at most."),
)
def file_size(file: FileCase) -> Yielded:
    """Une déclaration tient sur une page. La borne protège le contrôle d'un fichier fait pour l'épuiser.

    A declaration fits on one page. The bound protects the check from a file made to exhaust it.
    """
    yield from file.refused("too-large")


@rule(
    "PP002",
    Sees.FILE,
    fr=(
        "Ceci n'est pas un fichier ordinaire (lien, dossier d'un autre dépôt ou fichier exécutable).",
        "Supprimez-le, puis ajoutez un fichier texte de même nom.",
    ),
    en=(
        "This is not an ordinary file (a link, a folder of another repository or an executable file).",
        "Delete it, then add a text file of the same name.",
    ),
)
def ordinary_file(file: FileCase) -> Yielded:
    """Un lien pourrait désigner un fichier d'une autre personne ou de la machine qui contrôle ; il n'est jamais suivi.

    A link could point at somebody else's file or at the checking machine; it is never followed.
    """
    yield from file.refused("not-regular")


@rule(
    "PP003",
    Sees.FILE,
    fr=(
        "Ce fichier n'est pas enregistré en UTF-8 : un caractère est illisible.",
        "Dans l'éditeur, choisissez « Enregistrer avec l'encodage » puis UTF-8.",
    ),
    en=("This file is not saved as UTF-8: a character cannot be read.", "In the editor, save it with encoding UTF-8."),
)
def utf8(file: FileCase) -> Yielded:
    """Les accents ne sont lus de la même façon partout qu'en UTF-8 (YAML 1.2.2, § 5.2).

    Accents are read alike everywhere in UTF-8 only (YAML 1.2.2, section 5.2).
    """
    yield from file.refused("not-utf8")


@rule(
    "PP004",
    Sees.FILE,
    fr=(
        "Ce fichier commence par une marque invisible (BOM) ou est en UTF-16.",
        "Enregistrez-le en « UTF-8 sans BOM ».",
    ),
    en=(
        "This file begins with an invisible mark (BOM) or is in UTF-16.",
        "Save it as “UTF-8 without BOM”.",
    ),
)
def no_byte_order_mark(file: FileCase) -> Yielded:
    """La marque est invisible à l'écran et certains outils la prennent pour une partie de la première clé.

    The mark cannot be seen and some tools take it for a part of the first key.
    """
    yield from file.refused("byte-order-mark")


@rule(
    "PP005",
    Sees.FILE,
    fr=("Il y a ici un caractère invisible ({character}).", "Effacez-le et retapez le mot à la main."),
    en=("There is an invisible character here ({character}).", "Delete it and type the word again."),
)
def visible_characters(file: FileCase) -> Yielded:
    """Un caractère de contrôle, de largeur nulle ou de sens d'écriture fait lire autre chose que ce qui est écrit.

    A control, zero-width or direction character makes people read something else than what is written.
    """
    yield from file.refused("forbidden-character")


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
        "Partez du modèle de déclaration : {most} niveaux au plus.",
    ),
    en=(
        "This file is too complicated: too many levels or too many items.",
        "Start from the model declaration: {most} levels at most.",
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
    fr=("Cette ligne ne peut pas être lue : {slip}.", "Corrigez-la, ou comparez-la au modèle de déclaration."),
    en=("This line cannot be read: {slip}.", "Mend it, or compare it with the model declaration."),
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
    yield from file.refused("duplicate-key")


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
        "Partez du modèle de déclaration.",
    ),
    en=("This file is not a list of “name: value” lines.", "Start from the model declaration."),
)
def a_mapping(file: FileCase) -> Yielded:
    """Chaque information porte un nom, pour être lue, vérifiée et corrigée séparément.

    Each piece of information has a name, so that it is read, checked and mended separately.
    """
    yield from file.refused("not-a-mapping")


@rule(
    "PP016",
    Sees.FILE,
    severity=Severity.WARNING,
    fr=(
        "Les fins de ligne sont celles de Windows (CRLF).",
        "Choisissez « LF » dans l'éditeur.",
    ),
    en=("Line ends are those of Windows (CRLF).", "Choose “LF” in the editor."),
)
def unix_lines(file: FileCase) -> Yielded:
    """Le même texte doit donner le même fichier partout, sinon chaque ligne paraît changée dans la demande.

    The same text must give the same file everywhere, or every line looks changed in the request.
    """
    yield from file.refused("windows-lines")


@rule(
    "PP017",
    Sees.FILE,
    fr=(
        "Ce fichier est un pointeur Git LFS, pas le texte lui-même.",
        "Ajoutez le fichier sans Git LFS.",
    ),
    en=("This file is a Git LFS pointer, not the text itself.", "Add the file without Git LFS."),
)
def not_a_pointer(file: FileCase) -> Yielded:
    """Le texte serait gardé ailleurs, où il pourrait changer sans laisser de trace.

    The text would be kept elsewhere, where it could change without a trace.
    """
    yield from file.refused("lfs-pointer")


@rule(
    "PP018",
    Sees.FILE,
    fr=("Une fin de ligne est d'un ancien format (CR seul).", "Supprimez ce retour et retapez la touche Entrée."),
    en=("A line end is of an old format (a lone CR).", "Delete this return and press Enter again."),
)
def no_lone_return(file: FileCase) -> Yielded:
    """Un éditeur montre une seule ligne là où le lecteur en voit deux : une valeur pourrait se cacher.

    An editor shows one line where the reader sees two: a value could hide there.
    """
    yield from file.refused("lone-return")


@rule(
    "PP019",
    Sees.FILE,
    fr=("Aucun fichier de ce nom n'est attendu à cet endroit.", "Le nom attendu ressemble à {expected}."),
    en=("No file of this name is expected here.", "The expected name looks like {expected}."),
)
def expected_path(file: FileCase) -> Yielded:
    """Ce que rien ne prévoit n'est ni lu ni compté : mieux vaut le dire que l'ignorer.

    What nothing provides for is neither read nor counted: better to say so than to ignore it.
    """
    if file.kind == "unknown":
        yield Place(file.path), {"expected": file.expected}


@rule(
    "PP020",
    Sees.FILE,
    fr=(
        "Ce fichier porte le même nom qu'un autre, à la casse ou aux accents près.",
        "Renommez l'un des deux.",
    ),
    en=("This file has the same name as another, but for case or accents.", "Rename one of them."),
)
def distinct_names(file: FileCase) -> Yielded:
    """Sous Windows et macOS les deux noms désignent un seul fichier : l'un effacerait l'autre.

    Under Windows and macOS both names are one file: one would erase the other.
    """
    if file.twin:
        yield Place(file.path), {}


@rule(
    "PP021",
    Sees.FILE,
    severity=Severity.WARNING,
    fr=(
        "Ce schéma diffère de celui qui contrôle les fichiers.",
        "Remplacez-le par celui de la version installée : polyvalidate init --schemas.",
    ),
    en=(
        "This schema differs from the one that checks the files.",
        "Replace it by the one of the installed version: polyvalidate init --schemas.",
    ),
)
def same_schema(file: FileCase) -> Yielded:
    """Les éditeurs lisent cette copie : ils proposeraient autre chose que ce que le contrôle accepte.

    Editors read this copy: they would offer something else than what the check accepts.
    """
    yield from file.refused("schema-differs")
