"""What stands against a command of a comment, and what holds, in the words of its answer."""

from __future__ import annotations

from polyvalidate.model.words import Text

UNDERSTOOD = Text("La commande est bien écrite.", "The command is well written.")
NOT_OWN = Text("La demande est celle de quelqu'un d'autre.", "The request is somebody else's.")
OWN = Text(
    "Personne ne décide de sa propre déclaration. Laissez la décision à une autre personne qui évalue.",
    "Nobody decides their own declaration. Leave the decision to another evaluator.",
)
LATER = Text(
    "Le commentaire suit le dernier envoi de l'élève et son contrôle.",
    "The comment follows the student's last push and its check.",
)
CHANGED = Text(
    "Le commentaire a été modifié, et la forge ne dit pas par qui. Écrivez la commande dans un nouveau commentaire.",
    "The comment has been changed, and the forge does not say by whom. Write the command in a new comment.",
)
UNCHANGED = Text("Le commentaire est tel qu'il a été écrit.", "The comment is as it was written.")
NOT_YET = Text(
    "Cette demande n'est pas encore fusionnée : il n'y a rien à corriger. Décidez-en sans /corriger.",
    "This request is not merged yet: there is nothing to correct. Decide it without /correct.",
)
NO_APPEAL_YET = Text(
    "Cette demande n'est pas encore fusionnée : il n'y a pas de décision à contester.",
    "This request is not merged yet: there is no decision to appeal against.",
)
APPEAL_OF_ONE = Text(
    "La demande contient plusieurs déclarations : dites laquelle, /recours 3.3 motif.",
    "The request holds several declarations: say which one, /appeal 3.3 reason.",
)
NOT_THEIR_APPEAL = Text(
    "Un recours est déposé par l'élève dont c'est la déclaration, et c'est le jury qui y répond.",
    "An appeal is lodged by the student whose declaration it is, and the jury answers it.",
)
NO_APPEAL = Text(
    "L'élève n'a pas déposé de recours contre cette décision : il n'y a rien à répondre.",
    "The student has lodged no appeal against this decision: there is nothing to answer.",
)
UNEDITABLE = Text(
    "Ce fichier est écrit d'une façon qui ne permet pas d'y ajouter le recours sans toucher au reste. Faites-le à la "
    "main.",
    "This file is written in a way that does not let the appeal be added without touching the rest. Do it by hand.",
)
EARLIER = Text(
    "L'élève a envoyé quelque chose depuis votre commentaire. Relisez la demande, puis écrivez la commande à nouveau.",
    "The student has pushed something since your comment. Read the request again, then write the command anew.",
)
UNJUDGED = Text(
    "Le contrôle n'avait encore rien dit de ce dernier envoi. Lisez son commentaire, puis écrivez la commande à "
    "nouveau.",
    "The check had not said anything of this last push yet. Read its comment, then write the command anew.",
)
THEIRS = Text(
    "L'activité {code} est évaluée par {who:list}. Merci de leur laisser cette décision.",
    "Activity {code} is evaluated by {who:list}. Please leave them this decision.",
)
CONTRADICTED = Text(
    "Deux personnes qui évaluent ont dit ici des choses différentes. Accordez-vous, puis que l'une écrive à nouveau sa "
    "commande.",
    "Two evaluators have said different things of it here. Agree with each other, then have one write their command "
    "anew.",
)
GONE = Text(
    "Le dépôt de l'élève n'existe plus, on ne peut donc pas savoir ce que vous avez lu. Évaluez dans le fichier.",
    "The student's repository is gone, so what you read cannot be known. Evaluate in the file.",
)
TO_MEND = Text(
    "Le contrôle demande encore une correction à l'élève. Son commentaire dit laquelle ; écrivez ensuite la commande "
    "à nouveau.",
    "The check still asks the student for a correction. Its comment says which; write the command anew afterwards.",
)
MIXED = Text(
    "La demande change autre chose que des déclarations. Elle ne se décide pas par un commentaire.",
    "The request changes something else than declarations. It cannot be decided by a comment.",
)
NO_DECLARATION = Text("La demande ne contient aucune déclaration.", "The request holds no declaration.")
SEVERAL = Text(
    "La demande contient plusieurs déclarations : écrivez une ligne pour chacune, /points 3.3 1,5 motif.",
    "The request holds several declarations: write one line for each, /points 3.3 1.5 reason.",
)
BY_HAND = Text(
    "La demande change autre chose qu'une déclaration dans ce dossier. Elle ne se décide pas par un commentaire.",
    "The request changes something else than a declaration in this folder. It cannot be decided by a comment.",
)
BROKEN = Text(
    "Cette déclaration a une erreur, que l'élève doit d'abord corriger. Le commentaire du contrôle dit laquelle.",
    "This declaration has an error, which the student must mend first. The comment of the check says which.",
)
IN_THE_BRANCH = Text(
    "Cette demande est déjà fusionnée : elle ne peut plus être complétée.",
    "This request is merged already: it can no longer be completed.",
)
MERGED = Text(
    "Cette déclaration est déjà fusionnée, donc décidée. Pour revenir sur sa décision, écrivez /corriger sous la "
    "demande qui l'a apportée.",
    "This declaration is merged already, so decided. To come back on its decision, write /correct below the "
    "request that brought it.",
)
EVALUATED = Text(
    "Cette déclaration porte déjà une évaluation. Corrigez-la dans le fichier.",
    "This declaration already has an evaluation. Correct it in the file.",
)
TOO_LONG = Text(
    "Lire cette demande prend plus de {seconds} s : elle change trop de choses à la fois.",
    "Reading this request takes longer than {seconds} s: it changes too much at once.",
)
ALREADY = Text("La décision est déjà celle-là.", "That is the decision already.")
SAME = Text(
    "Cette demande est déjà fusionnée (`{commit}`), avec la même décision.",
    "This request is merged already (`{commit}`), with the same decision.",
)
OTHERWISE = Text(
    "Cette demande est déjà fusionnée (`{commit}`), avec une autre décision.",
    "This request is merged already (`{commit}`), with another decision.",
)
UNSAID = Text(
    "Le commentaire a été modifié ou retiré depuis. Écrivez la commande dans un nouveau commentaire.",
    "The comment has been changed or removed since. Write the command in a new comment.",
)
CLOSED = Text(
    "La demande a été fermée depuis. Rouvrez-la, puis écrivez la commande à nouveau.",
    "The request has been closed since. Open it again, then write the command anew.",
)
PUSHED = Text(
    "La demande a changé depuis votre commentaire. Relisez-la, puis écrivez la commande à nouveau.",
    "The request has changed since your comment. Read it again, then write the command anew.",
)
ELSEWHERE = Text(
    "La demande vise une autre branche que celle de l'école. Changez-en la cible, puis écrivez la commande à nouveau.",
    "The request targets another branch than the school's. Change its target, then write the command anew.",
)
NONE_YOURS = Text(
    "Aucune de ces déclarations n'est à vous de décider. Laissez la commande à qui les évalue.",
    "None of these declarations is yours to decide. Leave the command to those who evaluate them.",
)
BUSY = Text(
    "D'autres demandes ont été fusionnées au même moment. La commande sera reprise au prochain contrôle.",
    "Other requests were merged at the same moment. The command is taken up by the next check.",
)
NOT_TAKEN = Text(
    "Le serveur refuse la fusion, alors que son contrôle a réussi. Prévenez qui tient le dépôt : les règles de la "
    "branche doivent laisser pousser les tâches du dépôt. La commande sera reprise ensuite.",
    "The server refuses the merge although its check has passed. Tell those who keep the repository: the rules of the "
    "branch must let the repository's own jobs push. The command is taken up afterwards.",
)
UNSOUND = Text(
    "L'audit de la fusion y trouve quelque chose qui n'est pas permis. Prévenez qui tient le dépôt.",
    "The audit of the merge finds something in it that is not allowed. Tell those who keep the repository.",
)
