"""What the form says: the sentences of the rules where a rule says it, its own words for the rest.

``{name:kind}`` is filled by the script as ``model.words`` does.
"""

from __future__ import annotations

from collections.abc import Mapping

from polyvalidate.model.words import Text
from polyvalidate.rules import RULES

RULES_SAID = (
    *("PP005", "PP302", "PP303", "PP304", "PP306", "PP307", "PP308", "PP309", "PP310", "PP311", "PP317", "PP318"),
    *("PP319", "PP334", "PP335", "PP338", "PP339", "PP340", "PP345", "PP346", "PP347", "PP348"),
)
"""The rules whose sentence and mend suit somebody who has the form before their eyes, as they stand."""

_SENTENCES = {
    # --- an answer that is missing or has not the right form
    "missing": Text("Cette réponse est nécessaire.", "This answer is needed."),
    "missing-activity": Text(
        "Il manque l'activité. Cherchez-la, puis choisissez-la dans la liste.",
        "The activity is missing. Look for it, then choose it in the list.",
    ),
    "code": Text(
        "Un code d'élève commence par s- et compte dix lettres ou chiffres, comme s-k3f9q2mz7w.",
        "The code of a student begins with s- and has ten letters or digits, as s-k3f9q2mz7w.",
    ),
    "cohort": Text(
        "L'année de votre entrée a quatre chiffres, comme 2025.", "The year you entered has four digits, as 2025."
    ),
    "day": Text(
        "Cette date n'existe pas, ou il en manque une partie. Donnez le jour, le mois et l'année.",
        "This date does not exist, or a part of it is missing. Give day, month and year.",
    ),
    "number": Text(
        "Un nombre entier de {least} à {most} est attendu ici.", "A whole number from {least} to {most} is expected."
    ),
    "whole": Text("Seules les unités entières comptent. Écrivez {whole}.", "Only whole units count. Write {whole}."),
    "long": Text(
        "Ce texte est trop long. Écrivez {most} caractères au plus.",
        "This text is too long. Write {most} characters at most.",
    ),
    "event": Text(
        "Ce nom n'a ni lettre ni chiffre. Écrivez par exemple gala-2026.",
        "This name has neither letter nor digit. Write for instance gala-2026.",
    ),
    "level": Text("Il manque le niveau atteint. Choisissez-le.", "The level reached is missing. Choose it."),
    "elsewhere": Text(
        "Cette activité est déjà prise en compte ailleurs. Si c'est bien le cas, elle ne se déclare pas ici ; sinon,"
        " répondez non.",
        "This activity is already counted elsewhere. If that is so, it is not declared here; otherwise answer no.",
    ),
    "crowded": Text(
        "Ce texte contient trop de crochets, d'accolades ou de tirets pour être lu sans risque. Écrivez des phrases.",
        "This text holds too many brackets, braces or dashes to be read safely. Write sentences.",
    ),
    "named": Text(
        "Le nom du fichier, tiré de ce titre, ressemble à un numéro de téléphone ou d'élève. Écrivez le titre"
        " autrement.",
        "The name of the file, made from this title, looks like a telephone or student number. Write the title"
        " otherwise.",
    ),
    # --- evidence
    "evidence": Text(
        "Il manque ce justificatif. Choisissez le fichier, ou donnez son adresse.",
        "This evidence is missing. Choose the file, or give its address.",
    ),
    "empty": Text(
        "Ce fichier est vide. Choisissez celui qui contient la pièce.",
        "This file is empty. Choose the one that holds the document.",
    ),
    "unreadable": Text(
        "Ce fichier ne peut pas être lu. Choisissez-le de nouveau, ou copiez-le ailleurs.",
        "This file cannot be read. Choose it again, or copy it elsewhere.",
    ),
    "rename": Text(
        "Ce nom de fichier gêne certains outils. Renommez-le, par exemple « {better} », puis choisissez-le de nouveau.",
        "This file name hinders some tools. Rename it, for instance “{better}”, then choose it again.",
    ),
    "insecure": Text(
        "Ce navigateur ne calcule d'empreinte que si l'adresse de cette page commence par https. Ouvrez-la ainsi.",
        "This browser computes digests only when the address of this page begins with https. Open it that way.",
    ),
    "reading": Text("Lecture du fichier…", "Reading the file…"),
    "read": Text("{name}, {size:size} : fichier lu.", "{name}, {size:size}: file read."),
    "proof": Text("Justificatif {number} : {title}", "Evidence {number}: {title}"),
    "proof-choice": Text("Justificatif {number} : une pièce, au choix", "Evidence {number}: one document, your choice"),
    "proof-kind": Text("Nature de la pièce", "Kind of document"),
    "proof-how": Text("Où est la pièce ?", "Where is the document?"),
    "proof-file": Text("Dans un fichier", "In a file"),
    "proof-online": Text("À une adresse web", "At a web address"),
    "proof-choose": Text("Fichier", "File"),
    "proof-address": Text("Adresse", "Address"),
    "proof-formats": Text(
        "{formats:list}, {most:size} au plus. Le fichier reste sur votre appareil : le formulaire en tire seulement un"
        " nombre, son empreinte, qui permettra de le reconnaître.",
        "{formats:list}, {most:size} at most. The file stays on your device: the form only draws a number from it, its"
        " digest, by which it will be recognised.",
    ),
    "proof-hosts": Text(
        "Une adresse qui commence par https://, sur {hosts:list}.",
        "An address that begins with https://, on {hosts:list}.",
    ),
    "remove": Text("Retirer ce fichier", "Remove this file"),
    # --- the activity
    "found": Text("{number} activités", "{number} activities"),
    "found-one": Text("1 activité", "1 activity"),
    "found-none": Text(
        "Aucune activité ne répond à ces mots. Essayez un mot plus court.",
        "No activity answers to these words. Try a shorter word.",
    ),
    "closed-to": Text(
        "Fermée à votre profil ; ouverte à {profiles:list}.", "Closed to your profile; open to {profiles:list}."
    ),
    "earns": Text("{earns} par {unit}", "{earns} per {unit}"),
    "earns-level": Text("{earns} selon le niveau, par {unit}", "{earns} by level, per {unit}"),
    "caps": Text(
        "Au plus {year:points} par an et {cycle:points} sur tout le cycle.",
        "At most {year:points} a year and {cycle:points} over the whole cycle.",
    ),
    "cap-category": Text(
        "La catégorie {category} compte au plus {most:points} pour votre profil.",
        "Category {category} counts at most {most:points} for your profile.",
    ),
    "of-grid": Text("Grille {year}", "Grid {year}"),
    "chosen": Text("Activité choisie : {code}, {title}.", "Activity chosen: {code}, {title}."),
    "level-worth": Text("{title} ({points:points})", "{title} ({points:points})"),
    "choose-level": Text("Choisissez", "Choose"),
    "on-request": Text(
        "Cette activité n'est reconnue que sur demande motivée : parlez-en d'abord à la personne référente"
        " ({referents}).",
        "This activity is recognised only after a reasoned request: talk to the referent first ({referents}).",
    ),
    "sensitive": Text(
        "Cette activité est sensible. Parlez-en d'abord de vive voix à la personne référente ({referents}) et"
        " montrez-lui vos pièces, sans les déposer. La déclaration ne contient ni texte ni justificatif, et rien n'en"
        " est gardé dans ce navigateur.",
        "This activity is sensitive. First talk to the referent in person ({referents}) and show them your documents,"
        " without filing them. The declaration holds neither text nor evidence, and nothing of it is kept in this"
        " browser.",
    ),
    "how-many": Text("Combien, en comptant par {unit}", "How many, counted per {unit}"),
    # --- points
    "worth": Text("La grille donne {points:points}.", "The grid gives {points:points}."),
    "worth-units": Text(
        "La grille donne {points:points} : {number} × {each:points}.",
        "The grid gives {points:points}: {number} × {each:points}.",
    ),
    "worth-blocks": Text(
        "La grille donne {points:points} : {number} × {each:points}, un par bloc entier de {block} h.",
        "The grid gives {points:points}: {number} × {each:points}, one for each whole block of {block} h.",
    ),
    "worth-range": Text(
        "De {least:points} à {points:points} : la personne qui évalue choisit.",
        "From {least:points} to {points:points}: the person who evaluates chooses.",
    ),
    "worth-capped": Text(
        "Le plafond annuel n'en laisse compter que {most:points}.",
        "The yearly cap lets only {most:points} of it count.",
    ),
    "worth-known": Text(
        "Ce qui compte dépend aussi de vos autres déclarations : le contrôle de la demande donne votre bilan.",
        "What counts also depends on your other declarations: the check of the request gives your balance.",
    ),
    "worth-later": Text(
        "Les points compteront une fois la déclaration acceptée.", "The points will count once it is accepted."
    ),
    # --- when
    "open": Text("{title} : déclarez jusqu'au {closes:date}.", "{title}: declare until {closes:date}."),
    "not-yet": Text(
        "La campagne qui couvre ces dates ({title}) ouvre le {opens:date}. Votre brouillon peut attendre ici.",
        "The campaign that covers these dates ({title}) opens on {opens:date}. Your draft can wait here.",
    ),
    "closed": Text(
        "La campagne qui couvrait ces dates ({title}) a fermé le {closes:date}. Écrivez à {contact} avant d'envoyer.",
        "The campaign that covered these dates ({title}) closed on {closes:date}. Write to {contact} before sending.",
    ),
    "cycle-end": Text(
        "Ces dates sont après la fin de votre cycle ({last:date}), sauf année redoublée ou de césure.",
        "These dates are after the end of your cycle ({last:date}), unless you had a repeated or gap year.",
    ),
    # --- the draft
    "restored": Text(
        "Votre brouillon a été retrouvé dans ce navigateur.", "Your draft was found again in this browser."
    ),
    "sure": Text("Effacer toutes vos réponses de ce navigateur ?", "Erase all your answers from this browser?"),
    "cleared": Text("Tout a été effacé de ce navigateur.", "Everything was erased from this browser."),
    "not-kept": Text(
        "Ce navigateur ne garde rien : terminez avant de fermer la page.",
        "This browser keeps nothing: finish before you close the page.",
    ),
    "orphan": Text(
        "Un brouillon est gardé ici pour une activité que la grille n'a plus : « Tout effacer » l'enlève.",
        "A draft is kept here for an activity that the grid no longer has: “Erase everything” removes it.",
    ),
    "broken": Text(
        "Le formulaire n'a pas pu s'ouvrir, et ce n'est pas votre faute. Ce que ce navigateur a gardé en est peut-être"
        " la cause : effacez-le et recommencez, ou voyez plus bas comment déclarer sans lui.",
        "The form could not open, and it is not your fault. What this browser kept may be the cause: erase it and start"
        " again, or see below how to declare without it.",
    ),
    "again": Text("Effacer et recommencer", "Erase and start again"),
    # --- the end
    "activity": Text("Activité", "Activity"),
    "change": Text("modifier", "change"),
    "to-mend-one": Text("Il reste une réponse à corriger.", "One answer is still to be mended."),
    "to-mend": Text("Il reste {number} réponses à corriger.", "{number} answers are still to be mended."),
    "to-mend-in": Text("{label}. {wrong}", "{label}. {wrong}"),
    "ready": Text("Votre déclaration est prête.", "Your declaration is ready."),
    "stale": Text(
        "Vous avez changé une réponse : préparez de nouveau la déclaration.",
        "You changed an answer: prepare the declaration again.",
    ),
    "copied": Text("Le texte est copié.", "The text is copied."),
    "select": Text(
        "Ce navigateur ne copie pas seul. Le texte est sélectionné : copiez-le avec Ctrl-C ou un appui long.",
        "This browser does not copy by itself. The text is selected: copy it with Ctrl-C or a long press.",
    ),
    "attach": Text("Joignez à la demande : {names}.", "Attach to the request: {names}."),
    "attach-none": Text("Rien n'est à joindre à la demande.", "Nothing is to be attached to the request."),
    "store": Text("Ajoutez dans le dossier {folder} : {names}.", "Add in the folder {folder}: {names}."),
    # --- the page « Mes points »
    "my-total": Text("{points:points} sur {required:number}", "{points:points} out of {required:number}"),
    "my-total-only": Text("{points:points}", "{points:points}"),
    "my-missing": Text("Il manque : ", "Missing: "),
    "my-unknown": Text("le seuil, que le jury doit fixer", "the threshold, which the jury has to fix"),
    "my-points": Text("{points:points}", "{points:points}"),
    "my-category": Text("1 autre catégorie", "1 more category"),
    "my-categories": Text("{number} autres catégories", "{number} more categories"),
    "my-minimum": Text("{least:points} en catégorie {code}", "{least:points} in category {code}"),
    "my-waiting": Text(
        "{points:points} de plus si tout ce que vous avez déclaré est accepté.",
        "{points:points} more if all that you declared is accepted.",
    ),
    "my-next": Text(
        "La prochaine campagne ouvre le {opens:date} : gardez vos justificatifs.",
        "The next campaign opens on {opens:date}: keep your evidence.",
    ),
    "my-closed": Text(
        "Aucune campagne n'est annoncée : gardez vos justificatifs, et écrivez à {contact}.",
        "No campaign is announced: keep your evidence, and write to {contact}.",
    ),
    "my-reached": Text("Il ne manque rien : le jury se prononce.", "Nothing is missing: the jury decides."),
    "my-filling": Text("Ce qui peut encore compter", "What may still count"),
    "my-caps": Text(
        "Vos plafonds, et ce que vous avez déjà déclaré, sont déduits. La personne qui évalue décide.",
        "Your caps, and what you declared already, are taken off. Whoever evaluates decides.",
    ),
    "my-most": Text("jusqu'à {points:points} par activité", "up to {points:points} an activity"),
    "my-room": Text("Encore {points:points} au plus pour vous.", "At most {points:points} more for you."),
    "my-asked": Text("— il vous en faut ici", "— you need some here"),
    "my-fresh": Text("— une catégorie de plus", "— one more category"),
    "my-nothing": Text(
        "Plus aucune activité de la grille ne peut compter pour vous : écrivez à {contact}.",
        "No activity of the grid may count for you any more: write to {contact}.",
    ),
    "my-requests": Text("Vos demandes, sur la forge", "Your requests, on the forge"),
    "my-unread": Text(
        "Ce texte ne contient pas le lien d'un bilan. Copiez l'adresse de « Ce qui peut compléter vos points ».",
        "This text does not hold the link of a balance. Copy the address of “What may complete your points”.",
    ),
    # --- the page that contests a decision
    "reply-command": Text("/recours", "/appeal"),
    "reply-code": Text(
        "La grille n'a pas d'activité de ce code. Laissez vide si la demande n'a qu'une déclaration.",
        "The grid has no activity of this code. Leave it empty if the request holds one declaration only.",
    ),
    "reply-reason": Text("Écrivez votre raison.", "Write your reason."),
    "reply-sensitive": Text(
        "Cette activité est sensible : n'écrivez pas de raison, dites-la de vive voix. La ligne suffit sans elle.",
        "This activity is sensitive: write no reason, and tell it in person. The line is enough without it.",
    ),
    "show": Text(
        "Montrez vos pièces à la personne référente ({referents}), sans les joindre à la demande.",
        "Show your documents to the referent ({referents}), without attaching them to the request.",
    ),
}


def sentences(lang: str) -> Mapping[str, str]:
    """The form's own sentences."""
    return {key: text.of(lang) for key, text in _SENTENCES.items()}


def rules(lang: str) -> Mapping[str, str]:
    """What is wrong and how to mend it, by rule."""
    return {code: f"{RULES[code].sentence.of(lang)} {RULES[code].mend.of(lang)}" for code in RULES_SAID}
