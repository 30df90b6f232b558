"""What evaluators, students who appeal and the jury write in the demonstration school."""

from __future__ import annotations

ACCEPTED = (
    "Présence confirmée.",
    "Justificatifs complets.",
    "Très bon bilan.",
    "Engagement confirmé par l'organisation.",
    "Dossier clair, merci.",
)
WITHIN_A_RANGE = (
    "Responsabilité moyenne au regard des autres dossiers.",
    "Engagement sur une partie de l'année seulement.",
    "Points fixés selon le temps passé.",
)
PARTIAL = (
    "Une partie de la période n'est pas attestée.",
    "Présence confirmée pour la moitié des séances.",
    "La préparation est déjà comptée dans un projet noté.",
    "Quantité ramenée à ce que dit le relevé.",
)
REFUSED = (
    "Le justificatif ne porte pas sur cette activité.",
    "L'organisation ne confirme pas la présence.",
    "Activité déjà comptée dans un enseignement.",
    "La signature manque sur l'attestation.",
)
APPEALS = (
    "L'organisation a rectifié l'attestation, jointe à cette demande.",
    "Les dates de l'attestation étaient incomplètes, une nouvelle est jointe.",
    "L'activité n'a pas été notée dans un enseignement, comme le confirme le programme joint.",
)
GRANTED = ("Nouvelle attestation recevable.", "Le jury suit les explications données.")
PARTLY_GRANTED = ("La moitié de la période est établie.", "Le jury retient ce qui est attesté.")
REJECTED = ("Les pièces ajoutées ne changent pas la décision.", "La décision est confirmée.")
EXEMPTED = "Dispense accordée par le jury après une longue mobilité à l'étranger."
