"""PP60x, PP61x: who may write what. ``judgement.rights`` answers for each edit; here are the words for each refusal."""

from __future__ import annotations

from polyvalidate.rules.cases import ChangeCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP601",
    Sees.CHANGE,
    fr=(
        "Ce compte n'a ni dossier ni fonction dans cette école.",
        "Écrivez sous cette demande, dans un commentaire, /compte suivi du code de votre lettre : la scolarité y "
        "rattachera votre dossier. Sans code, écrivez-lui.",
    ),
    en=(
        "This account has neither a folder nor a role in this school.",
        "Below this request, in a comment, write /account followed by the code of your letter: the registry office "
        "ties your folder to it. Without a code, write to them.",
    ),
)
def somebody_known(case: ChangeCase) -> Yielded:
    """Chaque dossier est lié au numéro d'un compte, que la scolarité inscrit ; un nom de compte peut changer de main.

    Each folder is bound to the number of an account, entered by the registry office; the name of an account may change
    hands.
    """
    yield from case.of("stranger")


@rule(
    "PP602",
    Sees.CHANGE,
    fr=(
        "Ce dossier n'est pas le vôtre.",
        "Retirez ce fichier de la demande, et déposez le vôtre dans {folder}.",
    ),
    en=(
        "This folder is not yours.",
        "Take this file out of the request, and put yours in {folder}.",
    ),
)
def own_folder(case: ChangeCase) -> Yielded:
    """Personne n'écrit, ne modifie ni ne retire la déclaration d'une autre personne.

    Nobody writes, changes or removes another person's declaration.
    """
    yield from case.of("not-owner")


@rule(
    "PP603",
    Sees.CHANGE,
    fr=(
        "Ce n'est pas à vous d'écrire ceci.",
        "Retirez cette modification ; peuvent la faire : {writers:list}.",
    ),
    en=(
        "This is not yours to write.",
        "Take this edit out; it may be made by: {writers:list}.",
    ),
)
def own_keys(case: ChangeCase) -> Yielded:
    """Chaque ligne a ses auteurs, dits dans le schéma à côté d'elle : les élèves demandent, les référents décident, le
    jury donne le quitus.

    Each line has its writers, named beside it in the schema: students claim, referents decide, the jury grants the
    quitus.
    """
    yield from case.of("not-writer")


@rule(
    "PP604",
    Sees.CHANGE,
    fr=(
        "Cette déclaration est fusionnée : son auteur ne peut plus la changer ni la retirer.",
        "Annulez cette modification. Pour contester une décision, ajoutez un recours ; pour une erreur, écrivez à la "
        "personne référente.",
    ),
    en=(
        "This declaration is merged: its author can no longer change or remove it.",
        "Undo this edit. To contest a decision, add an appeal; for a mistake, write to the referent.",
    ),
)
def merged_declarations_stay(case: ChangeCase) -> Yielded:
    """Une décision porte sur un texte précis ; le changer ensuite, ou pendant que quelqu'un décide, reviendrait à
    obtenir des points pour autre chose.

    A decision is about a precise text; to change it afterwards, or while somebody decides, would be to get points for
    something else.
    """
    yield from case.of("decided")


@rule(
    "PP605",
    Sees.CHANGE,
    fr=(
        "On ne décide pas de sa propre déclaration.",
        "Demandez à une autre personne de la même fonction.",
    ),
    en=(
        "Nobody decides their own declaration.",
        "Ask somebody else with the same role.",
    ),
)
def nobody_decides_for_oneself(case: ChangeCase) -> Yielded:
    """Une personne qui évalue peut aussi être élève : ses propres déclarations sont alors l'affaire des autres.

    Somebody who evaluates may also be a student: their own declarations are then for others.
    """
    yield from case.of("own")


@rule(
    "PP606",
    Sees.CHANGE,
    fr=(
        "Vous n'évaluez pas cette activité.",
        "Laissez la décision à {codes:list}.",
    ),
    en=(
        "You do not evaluate this activity.",
        "Leave the decision to {codes:list}.",
    ),
)
def own_categories(case: ChangeCase) -> Yielded:
    """Chaque catégorie a ses référents, qui la jugent de la même façon pour tout le monde.

    Each category has its referents, who judge it alike for everyone.
    """
    yield from case.of("not-category")


@rule(
    "PP607",
    Sees.CHANGE,
    fr=(
        "Cette décision n'est pas signée de votre code.",
        "Signez avec {codes:list}.",
    ),
    en=(
        "This decision is not signed with your code.",
        "Sign with {codes:list}.",
    ),
)
def own_signature(case: ChangeCase) -> Yielded:
    """La signature dit qui répond de la décision ; elle correspond au compte qui l'écrit.

    The signature says who answers for the decision; it is that of the account that writes it.
    """
    yield from case.of("signature")


@rule(
    "PP608",
    Sees.CHANGE,
    fr=(
        "Le jury a répondu à ce recours : il ne change plus.",
        "Annulez cette modification, et écrivez à la scolarité s'il reste une question.",
    ),
    en=(
        "The jury has answered this appeal: it no longer changes.",
        "Undo this edit, and write to the registry office if a question remains.",
    ),
)
def answered_appeals_stay(case: ChangeCase) -> Yielded:
    """Le motif et la réponse se lisent ensemble ; l'un ne change pas sans l'autre.

    The reason and the answer are read together; one does not change without the other.
    """
    yield from case.of("answered")


@rule(
    "PP609",
    Sees.CHANGE,
    fr=(
        "Ceci se corrige et ne se retire pas.",
        "Rétablissez-le, puis corrigez ce qui est faux, avec une raison.",
    ),
    en=(
        "This is corrected, not removed.",
        "Restore it, then correct what is wrong, with a reason.",
    ),
)
def records_are_corrected_not_removed(case: ChangeCase) -> Yielded:
    """Une décision effacée ne s'explique plus ; corrigée, elle garde sa raison et peut faire l'objet d'un recours.

    A decision that is erased can no longer be explained; corrected, it keeps its reason and can be appealed.
    """
    yield from case.of("whole")


@rule(
    "PP610",
    Sees.CHANGE,
    fr=(
        "Rien n'est prévu à cet endroit du dépôt.",
        "Retirez ce fichier ; une déclaration se trouve à un endroit comme {expected}.",
    ),
    en=(
        "Nothing is provided for at this place of the repository.",
        "Take this file out; a declaration stands at a place like {expected}.",
    ),
)
def expected_paths_only(case: ChangeCase) -> Yielded:
    """Ce que rien ne prévoit, personne ne l'a relu : c'est refusé par défaut.

    What nothing provides for has been read by nobody: it is refused by default.
    """
    yield from case.of("unexpected")


@rule(
    "PP611",
    Sees.CHANGE,
    fr=(
        "On ne sait pas à qui est ce dossier : son fichier student.yml ne peut pas être lu.",
        "Faites-le d'abord corriger par la scolarité, puis décidez.",
    ),
    en=(
        "Nobody knows whose folder this is: its student.yml cannot be read.",
        "Have the registry office mend it first, then decide.",
    ),
)
def decided_for_somebody_known(case: ChangeCase) -> Yielded:
    """Sans le compte de l'élève, rien ne dit que cette personne ne décide pas pour elle-même.

    Without the student's account nothing says that this person does not decide for themselves.
    """
    yield from case.of("unknown-owner")


@rule(
    "PP612",
    Sees.CHANGE,
    fr=(
        "Cette déclaration n'est pas dans votre dossier.",
        "Déplacez-la dans {folder}, sous un nom comme {expected}.",
    ),
    en=(
        "This declaration is not in your folder.",
        "Move it to {folder}, under a name like {expected}.",
    ),
)
def declarations_in_their_folder(case: ChangeCase) -> Yielded:
    """Un fichier déposé depuis la page d'accueil de la forge arrive à la racine du dépôt, où personne ne le lirait.

    A file uploaded from the front page of the forge comes to the root of the repository, where nobody would read it.
    """
    yield from case.of("misplaced")
