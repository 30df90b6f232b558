"""PP0xx: the bytes of a file, before anything in it is read.

``source.parse`` finds these while it reads; the rules give them their code, their words and their reason.
"""

from __future__ import annotations

from polyvalidate.model.findings import Severity
from polyvalidate.rules.cases import FileCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP001",
    Sees.FILE,
    fr=("Ce fichier est trop gros ({size:size}).", "Raccourcissez-le : la limite est de {most:size}."),
    en=("This file is too large ({size:size}).", "Make it shorter: the limit is {most:size}."),
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
    "PP022",
    Sees.FILE,
    fr=("Ce texte ne montre rien : il n'y a là que des blancs.", "Écrivez-le, ou supprimez la ligne."),
    en=("This text shows nothing: there are only blanks here.", "Write it, or delete the line."),
)
def something_to_read(file: FileCase) -> Yielded:
    """Un titre, un motif ou un commentaire invisible dispense de dire quelque chose là où quelqu'un doit le lire.

    An invisible title, reason or comment avoids saying something where somebody has to read it.
    """
    yield from file.refused("blank")


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
