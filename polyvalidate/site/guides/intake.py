"""What the guides say of where requests are made: in the school's own repository, or in a box for each student."""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.model.words import Text
from polyvalidate.site.pages.site import Site


def said(site: Site, lang: str) -> Mapping[str, str]:
    """The value of each marker."""
    return {name: (boxes if site.latest.in_boxes else shared).of(lang) for name, (shared, boxes) in _SAID.items()}


_SAID = {
    "request.opens": (
        Text("", ""),
        Text(
            "Elle s'ouvre dans votre **boîte**, un dépôt privé qui porte votre code : vous et l'école la lisez, les"
            " autres élèves non. Choisissez d'y créer une nouvelle branche.",
            "It opens in your **box**, a private repository that bears your code: you and the school read it, the"
            " other students do not. Choose to create a new branch there.",
        ),
    ),
    "account.first": (
        Text(
            "À votre **première demande**, l'école ne connaît peut-être pas encore votre compte : le contrôle le dit"
            " (PP601). Écrivez alors sous la demande, dans un commentaire, le code à huit signes de votre lettre :"
            " `/compte K7Q2-9MZX`. La scolarité vérifie, et le contrôle repart tout seul.",
            "With your **first request**, the school may not know your account yet: the check says so (PP601). Then"
            " write the code of eight signs of your letter below the request, in a comment: `/account K7Q2-9MZX`. The"
            " registry office verifies it, and the check runs again by itself.",
        ),
        Text(
            "**La première fois**, votre boîte vous est ouverte quand la scolarité connaît votre compte sur la forge."
            " Vous ne la voyez pas ? Écrivez à la scolarité, de votre adresse de l'école, le nom de ce compte ; s'il"
            " faut accepter une invitation, la forge vous l'envoie.",
            "**The first time**, your box is opened to you when the registry office knows your account on the forge."
            " You do not see it? Write the name of this account to the registry office, from your address at the"
            " school; where an invitation has to be accepted, the forge sends it.",
        ),
    ),
    "account.learnt": (
        Text(
            "La lettre des élèves dont le compte n'est pas encore connu porte un **code**, à écrire sous leur première"
            " demande. Au bureau, **Listes**, puis **Voir les comptes donnés**, montre chaque compte avec le nom de la"
            " personne, et attend votre accord ; un code donné par deux comptes n'est jamais suivi. Dans un terminal :",
            "The letter of somebody without an account in their folder holds a **code**, which they write below their"
            " first request. At the desk, **Lists**, then **See the accounts that were given**, shows each account with"
            " the name of the person, and waits for you; a code given by two accounts is never followed. In a"
            " terminal:",
        ),
        Text(
            "La lettre des élèves dont le compte n'est pas encore connu le leur **demande**, puisque leur boîte ne"
            " s'ouvre qu'à lui. Inscrivez celui que chaque personne vous écrit, par"
            " [son numéro](administrer.md#comptes), puis faites ouvrir les boîtes (`polyvalidate boxes invite`) :",
            "The letter of somebody without an account in their folder **asks** for it, since their box opens to it"
            " alone. Write the one that each person sends you, by [its number](administrer.md#comptes), then have the"
            " boxes opened (`polyvalidate boxes invite`):",
        ),
    ),
    "account.written": (
        Text(
            "polyvalidate roster claims --register ../prive/registre.json",
            "polyvalidate roster claims --register ../private/register.json",
        ),
        Text(
            "polyvalidate roster change s-k3f9q2mz7w --account github:583231 --register ../prive/registre.json",
            "polyvalidate roster change s-k3f9q2mz7w --account github:583231 --register ../private/register.json",
        ),
    ),
    "evidence.joined": (
        Text(
            "Pour joindre un fichier, glissez-le dans la zone de texte de la demande, ou ajoutez-le dans un"
            " commentaire.",
            "To attach a file, drop it into the text of the request, or add it in a comment.",
        ),
        Text(
            "Pour joindre un fichier, ajoutez-le dans le dossier `evidence` de votre boîte, sur la branche de votre"
            " demande. Le contrôle dit si c'est bien celui que la déclaration annonce.",
            "To attach a file, add it to the folder `evidence` of your box, on the branch of your request. The check"
            " says whether it is the one that the declaration announces.",
        ),
    ),
    "balance.read": (
        Text(
            "- Écrivez `/bilan` en commentaire sous votre demande : la réponse donne chaque ligne avec sa raison, les"
            " dates et ce qu'il reste à faire.",
            "- Write `/balance` as a comment below your request: the answer gives each line with its reason, the dates"
            " and what is left to do.",
        ),
        Text(
            "- La première page de votre boîte, **« Mes points »**, donne chaque ligne avec sa raison, ce qui attend,"
            " les dates et la suite, sans rien demander à personne. `/bilan`, en commentaire sous une demande, donne"
            " la même.",
            "- The first page of your box, **“My points”**, gives each line with its reason, what waits, the dates and"
            " what comes next, without asking anybody. `/balance`, as a comment below a request, gives the same.",
        ),
    ),
    "model.place": (
        Text(
            "Copiez ce modèle dans votre dossier, `declarations/<année d'entrée>/<votre code>/`, sous un nom qui"
            " commence par le code de l'activité.",
            "Copy this model into your folder, `declarations/<year of entry>/<your code>/`, under a name that begins"
            " with the code of the activity.",
        ),
        Text(
            "Copiez ce modèle dans votre boîte, à côté de « Mes points », sous un nom qui commence par le code de"
            " l'activité.",
            "Copy this model into your box, beside “My points”, under a name that begins with the code of the"
            " activity.",
        ),
    ),
    "copy.same": (
        Text("La même chose se fait dans une copie du dépôt.", "The same can be done in a copy of the repository."),
        Text(
            "La même chose se fait dans une copie du dépôt de l'école, que les élèves ne lisent pas.",
            "The same can be done in a copy of the school's repository, which students do not read.",
        ),
    ),
    "copy.who": (
        Text("Dans une copie du dépôt", "In a copy of the repository"),
        Text("Pour qui lit le dépôt de l'école", "For those who read the school's repository"),
    ),
    "readers": (
        Text(
            "qui peut lire le dépôt",
            "whoever can read the repository",
        ),
        Text(
            "vous, et qui peut lire le dépôt de l'école",
            "you, and whoever can read the school's repository",
        ),
    ),
    "readers.file": (
        Text(
            "qui peut lire le dépôt",
            "whoever can read the repository",
        ),
        Text(
            "qui peut lire le dépôt de l'école",
            "whoever can read the school's repository",
        ),
    ),
    "readers.others": (
        Text(
            "**Les autres élèves qui déclarent ici peuvent lire vos déclarations.** L'école a un seul dépôt : pour y"
            " faire une demande, il faut pouvoir le lire, en entier. C'est aussi vrai des personnes qui évaluent, de"
            " la scolarité, du jury et de qui administre la forge ; si le dépôt est public, c'est vrai de tout le"
            " monde.",
            "**The other students who declare here can read your declarations.** The school has one repository: to"
            " make a request to it one must be able to read it, whole. So can the evaluators, the registry office, the"
            " jury and whoever administers the forge; if the repository is public, everybody can.",
        ),
        Text(
            "**Les autres élèves ne lisent rien de vous.** Vous déclarez dans votre boîte, un dépôt privé ; les"
            " décisions entrent dans le dépôt de l'école, que les élèves ne lisent pas. Les personnes qui évaluent, la"
            " scolarité, le jury et qui administre la forge lisent l'un et l'autre. Vos pièces restent dans votre"
            " boîte.",
            "**The other students read nothing of yours.** You declare in your box, a private repository; decisions"
            " enter the school's repository, which students do not read. The evaluators, the registry office, the jury"
            " and whoever administers the forge read both. Your documents stay in your box.",
        ),
    ),
    "readers.short": (
        Text(
            "Qui peut lire le dépôt, les autres élèves compris",
            "Whoever can read the repository, other students included",
        ),
        Text(
            "Vous, et qui évalue ou administre ; les autres élèves, non",
            "You, and whoever evaluates or administers; other students do not",
        ),
    ),
    "readers.risk": (
        Text(
            "**certain : un seul dépôt, lu par qui déclare**",
            "**certain: one repository, read by whoever declares**",
        ),
        Text(
            "une boîte par élève ; des droits mal réglés : `polyvalidate boxes check` les compare à la liste",
            "one box per student; rights that are wrong: `polyvalidate boxes check` holds them to the list",
        ),
    ),
    "requests.where": (
        Text(
            "Les demandes sont dans le dépôt de l'école.",
            "Requests are in the school's repository.",
        ),
        Text(
            "Les demandes sont dans les boîtes des élèves : la liste des demandes de leur organisation, sur la forge,"
            " les montre toutes, avec leurs étiquettes.",
            "Requests are in the boxes of the students: the list of the requests of their organisation, on the forge,"
            " shows them all, with their labels.",
        ),
    ),
    "requests.fetch": (
        Text(
            'git fetch origin "+refs/pull/*/head:refs/pull/*/head"',
            'git fetch origin "+refs/pull/*/head:refs/pull/*/head"',
        ),
        Text("polyvalidate boxes fetch", "polyvalidate boxes fetch"),
    ),
    "requests.fetched": (
        Text(
            "La première ligne apporte les demandes ouvertes dans cette copie.",
            "The first line brings the open requests to this copy.",
        ),
        Text(
            "La première ligne apporte les demandes ouvertes des boîtes, pièces comprises, dans cette copie, et en"
            " retire celles qui sont closes. Il y faut un jeton qui lit les boîtes, dans `GITHUB_TOKEN`, `GITLAB_TOKEN`"
            " ou `FORGEJO_TOKEN`.",
            "The first line brings the open requests of the boxes, documents included, to this copy, and takes those"
            " that are closed out of it. It needs a token that reads the boxes, in `GITHUB_TOKEN`, `GITLAB_TOKEN` or"
            " `FORGEJO_TOKEN`.",
        ),
    ),
    "request.head": (
        Text("refs/pull/12/head --number 12", "refs/pull/12/head --number 12"),
        Text("s-k3f9q2mz7w/12", "s-k3f9q2mz7w/12"),
    ),
    "request.called": (
        Text("12", "12"),
        Text("s-k3f9q2mz7w/12", "s-k3f9q2mz7w/12"),
    ),
    "request.accepted": (
        Text(
            "Accepter la demande numéro 12, ouverte par le compte 583231 :",
            "To accept request number 12, opened by account 583231:",
        ),
        Text(
            "Accepter la demande numéro 12 de la boîte `s-k3f9q2mz7w`, ouverte par le compte 583231 :",
            "To accept request number 12 of the box `s-k3f9q2mz7w`, opened by account 583231:",
        ),
    ),
    "repository.private": (
        Text(
            "Privé ne veut pas dire secret : chaque élève qui déclare lit tout le dépôt.",
            "Private does not mean secret: each student who declares reads the whole repository.",
        ),
        Text(
            "Les élèves ne le lisent pas : ils déclarent chacun dans leur boîte.",
            "Students do not read it: each declares in their box.",
        ),
    ),
}
"""For each marker, what is said of a school with one repository, and of a school with boxes."""
