"""PP62x: the shape of a change: what it touches together, when it comes, whether it can be merged."""

from __future__ import annotations

from polyvalidate.rules.cases import ChangeCase
from polyvalidate.rules.registry import Sees, Yielded, rule


@rule(
    "PP620",
    Sees.CHANGE,
    fr=(
        "Cette demande change à la fois des déclarations et autre chose.",
        "Faites deux demandes : l'une pour les déclarations, l'autre pour le reste.",
    ),
    en=(
        "This request changes declarations and something else together.",
        "Make two requests: one for the declarations, the other for the rest.",
    ),
)
def one_subject(case: ChangeCase) -> Yielded:
    """Une règle qui change en même temps que ce qu'elle juge ne prouve rien.

    A rule that changes together with what it judges proves nothing.
    """
    yield from case.of("mixed")


@rule(
    "PP621",
    Sees.CHANGE,
    fr=(
        "Aucune campagne ouverte le {day:date} ne permet de déclarer cette période.",
        "Pour cette période : {campaigns:list}. Pour un cas particulier, écrivez à {contact}.",
    ),
    en=(
        "No campaign open on {day:date} allows this period to be declared.",
        "For this period: {campaigns:list}. For a particular case, write to {contact}.",
    ),
)
def campaign_is_open(case: ChangeCase) -> Yielded:
    """Les dates sont celles de l'école, de minuit à minuit, les mêmes pour tout le monde ; celle qui compte est
    l'ouverture de la demande.

    The dates are those of the school, from midnight to midnight, the same for everyone; the one that counts is when the
    request was opened.
    """
    yield from case.of("closed")


@rule(
    "PP622",
    Sees.CHANGE,
    fr=(
        "Ce fichier a aussi changé dans le dépôt de l'école : les deux versions se contredisent.",
        "Mettez votre branche à jour, gardez une seule version, puis envoyez de nouveau.",
    ),
    en=(
        "This file has also changed in the school's repository: the two versions contradict each other.",
        "Bring your branch up to date, keep one version, then send it again.",
    ),
)
def merges_cleanly(case: ChangeCase) -> Yielded:
    """Le contrôle juge ce que le dépôt deviendrait ; ici, personne ne peut le dire.

    The check judges what the repository would become; here nobody can say.
    """
    yield from case.of("conflict")


@rule(
    "PP623",
    Sees.CHANGE,
    fr=(
        "Cette demande ne part pas du dépôt de l'école.",
        "Refaites une branche à partir du dépôt de l'école, et remettez-y votre fichier.",
    ),
    en=(
        "This request does not start from the school's repository.",
        "Make a branch from the school's repository again, and put your file there.",
    ),
)
def from_this_repository(case: ChangeCase) -> Yielded:
    """Sans histoire commune, on ne peut pas savoir ce qui change.

    Without a common history nobody can know what changes.
    """
    yield from case.of("unrelated")


@rule(
    "PP624",
    Sees.CHANGE,
    fr=(
        "Cette demande ne change rien.",
        "Ajoutez votre fichier, ou fermez la demande.",
    ),
    en=(
        "This request changes nothing.",
        "Add your file, or close the request.",
    ),
)
def something_changes(case: ChangeCase) -> Yielded:
    """Il n'y a rien à décider ; le plus souvent le fichier n'a pas été enregistré, ou il est déjà dans le dépôt.

    There is nothing to decide; most often the file was not saved, or it is already in the repository.
    """
    yield from case.of("empty")


@rule(
    "PP625",
    Sees.CHANGE,
    fr=(
        "Cette demande touche {number} fichiers.",
        "Gardez seulement vos déclarations : {most} fichiers au plus.",
    ),
    en=(
        "This request touches {number} files.",
        "Keep only your declarations: {most} files at most.",
    ),
)
def a_few_files(case: ChangeCase) -> Yielded:
    """Une personne doit pouvoir lire ce qu'elle accepte ; et un envoi énorme ne doit pas épuiser le contrôle.

    A person must be able to read what they accept; and a huge request must not exhaust the check.
    """
    yield from case.of("too-many")


@rule(
    "PP626",
    Sees.CHANGE,
    fr=(
        "Ce nom ne peut pas exister sur toutes les machines, ou figure deux fois.",
        "Renommez le fichier avec des lettres minuscules sans accent, des chiffres et des tirets.",
    ),
    en=(
        "This name cannot exist on every machine, or is there twice.",
        "Rename the file with small letters without accents, digits and dashes.",
    ),
)
def sound_names(case: ChangeCase) -> Yielded:
    """Un nom trompeur montre un fichier aux personnes et un autre aux programmes.

    A deceptive name shows one file to people and another to programs.
    """
    yield from case.of("malformed")


@rule(
    "PP627",
    Sees.CHANGE,
    fr=(
        "Cet endroit n'est pas écrit comme Git l'écrit ({fault}).",
        "Refaites une branche avec Git à partir du dépôt de l'école, et remettez-y vos fichiers.",
    ),
    en=(
        "This place is not written as Git writes it ({fault}).",
        "Make a branch with Git from the school's repository again, and put your files there.",
    ),
)
def sound_trees(case: ChangeCase) -> Yielded:
    """Un serveur qui vérifie ce qu'il reçoit refuse ensuite toute l'histoire, et Git y perd des fichiers en fusionnant.

    A server that checks what it is sent then refuses the whole history, and Git loses files when it merges it.
    """
    yield from case.of("tree")


@rule(
    "PP628",
    Sees.CHANGE,
    fr=(
        "Le commit {commit} n'est pas écrit comme Git l'écrit ({fault}).",
        "Refaites une branche avec Git à partir du dépôt de l'école, et remettez-y vos fichiers.",
    ),
    en=(
        "Commit {commit} is not written as Git writes it ({fault}).",
        "Make a branch with Git from the school's repository again, and put your files there.",
    ),
)
def sound_commits(case: ChangeCase) -> Yielded:
    """Une fois fusionné, un commit reste : un serveur qui vérifie ce qu'il reçoit refuse alors toute l'histoire.

    Once merged a commit stays: a server that checks what it is sent then refuses the whole history.
    """
    yield from case.of("commit")


@rule(
    "PP629",
    Sees.CHANGE,
    fr=(
        "La date du commit {commit} n'est pas possible : elle précède celle du commit d'avant, ou dépasse 2099.",
        "Mettez à l'heure l'horloge de votre machine, puis refaites ce commit.",
    ),
    en=(
        "The date of commit {commit} is not possible: it is before that of the commit before it, or after 2099.",
        "Set the clock of your machine right, then make this commit again.",
    ),
)
def dated_commits(case: ChangeCase) -> Yielded:
    """L'état des dossiers à un jour donné se lit dans les dates des commits : elles avancent comme les jours.

    The state of the folders on a given day is read from the dates of commits: they go forward as days do.
    """
    yield from case.of("undated")


@rule(
    "PP630",
    Sees.CHANGE,
    fr=(
        "Et {number} {number:autre remarque|autres remarques} du même genre, que cette liste ne montre pas.",
        "Corrigez d'abord ce qui est montré : le contrôle suivant dira la suite.",
    ),
    en=(
        "And {number} more {number:remark|remarks} of the same kind, which this list does not show.",
        "Mend what is shown first: the next check says the rest.",
    ),
)
def a_list_that_can_be_read(case: ChangeCase) -> Yielded:
    """Personne ne lit mille remarques, et les écrire toutes ferait attendre les autres demandes.

    Nobody reads a thousand remarks, and writing them all would keep the other requests waiting.
    """
    yield from case.of("more")


@rule(
    "PP631",
    Sees.CHANGE,
    fr=(
        "Le fichier déposé dans « evidence » n'est pas celui de ce justificatif ({kind}) : leurs empreintes diffèrent.",
        "Déposez le fichier choisi dans le formulaire, ou donnez l'empreinte de celui qui est déposé.",
    ),
    en=(
        "The file put in “evidence” is not that of this piece of evidence ({kind}): their digests differ.",
        "Put the file that was chosen in the form, or give the digest of the one that is there.",
    ),
)
def evidence_is_the_file_declared(case: ChangeCase) -> Yielded:
    """Une pièce échangée ou retouchée après coup ne prouve plus ce que la déclaration annonce. Le contrôle lit le
    fichier pour son empreinte seulement.

    A document that was exchanged or touched up afterwards does not prove what the declaration announces. The check
    reads the file for its digest only.
    """
    yield from case.of("not-the-file")


@rule(
    "PP632",
    Sees.CHANGE,
    fr=(
        "Le message du commit {commit} contient une coordonnée ou un numéro personnel.",
        "Fermez cette demande, et refaites-la sans rien écrire d'autre dans le message que ce que la forge propose.",
    ),
    en=(
        "The message of commit {commit} holds contact details or a personal number.",
        "Close this request, and make it again without writing anything in the message but what the forge proposes.",
    ),
)
def messages_without_personal_data(case: ChangeCase) -> Yielded:
    """Où l'école laisse entrer les commits des demandes (`landing: merge`), leurs messages restent pour toujours.

    Where a school lets the commits of requests enter (`landing: merge`), their messages stay for ever.
    """
    yield from case.of("message")


@rule(
    "PP633",
    Sees.CHANGE,
    fr=(
        "Le commit {commit} est signé comme ceux que ce programme fait pour une fonction, et elle n'est pas la vôtre.",
        "Refaites ce commit avec votre propre identité (git config user.name, puis user.email).",
    ),
    en=(
        "Commit {commit} is signed as those that this program makes for a role, and that role is not yours.",
        "Make this commit again with an identity of your own (git config user.name, then user.email).",
    ),
)
def commits_in_one_s_own_name(case: ChangeCase) -> Yielded:
    """L'audit croit ce qu'un commit signé par une fonction dit de qui l'a proposé et décidé ; avancée telle quelle sur
    la branche, une demande pourrait ainsi accuser quelqu'un d'autre.

    The audit believes what a commit signed by a role says of who proposed it and who decided; put on the branch as it
    is, a request could thus accuse somebody else.
    """
    yield from case.of("signed")
