"""What students of the demonstration school say they did: plausible, varied, and visibly about nobody.

Organisations are numbered examples. No sentence holds a name, a number that could be somebody's, or an address.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrases(NamedTuple):
    """For one activity: what it may be called, where it takes place (a key of ``PLACES``), how it is told."""

    titles: tuple[str, ...]
    places: tuple[str, ...]
    told: tuple[str, ...]


PLACES = {
    "association": "Association d'exemple {n}",
    "bde": "Bureau des élèves d'exemple",
    "citizens": "Commune d'exemple {n}",
    "club": "Club d'exemple {n}",
    "college": "Collège d'exemple {n}",
    "company": "Entreprise d'exemple {n}",
    "council": "Conseil de l'École d'exemple",
    "federation": "Fédération d'exemple {n}",
    "lycee": "Lycée d'exemple {n}",
    "media": "Radio d'exemple {n}",
    "office": "Service communication d'exemple",
    "rescue": "Centre de secours d'exemple {n}",
    "school": "École d'exemple",
    "sport": "Club sportif d'exemple {n}",
    "sustainable": "Mission transition d'exemple",
    "team": "Équipe pédagogique d'exemple {n}",
    "university": "Université d'exemple",
}
NUMBERED_PLACES = 40

ANY = Phrases(("Engagement au service des autres",), ("association",), ("Participation du début à la fin.",))
"""For an activity that the example grid does not have."""

BY_ACTIVITY = {
    "1.1": Phrases(
        ("Délégation de la promotion", "Délégation de la spécialité", "Porte-parole de la promotion"),
        ("team",),
        ("Réunions avec l'équipe pédagogique, comptes rendus à la promotion.", "Préparation des conseils de semestre."),
    ),
    "1.2": Phrases(
        ("Siège au conseil de l'école", "Mandat d'élu au conseil d'école"),
        ("council",),
        ("Présence aux séances, lecture des dossiers, retours aux élèves.",),
    ),
    "1.3": Phrases(("Mandat universitaire",), ("university",), ("Présence aux séances.",)),
    "1.4": Phrases(
        ("Conseil de perfectionnement", "Commission pédagogique, bilan des cours", "Commission des emplois du temps"),
        ("team", "council"),
        ("Synthèse de l'avis des élèves présentée en séance.", "Relecture des bilans de cours."),
    ),
    "1.5": Phrases(
        ("Groupe de travail qualité", "Préparation de l'audit de la CTI", "Enquête auprès des élèves"),
        ("team", "school"),
        ("Entretiens, dépouillement de l'enquête, propositions.", "Rédaction d'une fiche par processus."),
    ),
    "1.6": Phrases(
        ("Mandat au bureau de la fédération", "Chargé de mission réseau", "Coordination des écoles du réseau"),
        ("federation",),
        ("Animation des réunions du réseau, suivi des dossiers communs.",),
    ),
    "1.7": Phrases(
        ("Parrainage des entrants", "Accueil des nouvelles promotions", "Visite du campus pour les entrants"),
        ("bde", "school"),
        ("Accueil pendant la semaine de rentrée, puis un point chaque mois.",),
    ),
    "2.1": Phrases(
        ("Présidence de l'association", "Trésorerie de l'association", "Secrétariat de l'association"),
        ("association", "bde"),
        ("Budget, demandes de subvention, assemblée générale.", "Conduite du bureau, puis passation."),
    ),
    "2.2": Phrases(
        ("Responsable du pôle communication", "Vice-présidence de l'association", "Responsable du pôle événements"),
        ("association", "bde"),
        ("Animation d'une équipe de huit personnes.", "Calendrier des événements, affiches et bilans."),
    ),
    "2.3": Phrases(
        ("Membre actif du club robotique", "Membre actif du club théâtre", "Membre actif du club jardin", "Club jeux"),
        ("club",),
        ("Présence aux séances du mardi et aide aux débutants.", "Entretien du matériel et permanences."),
    ),
    "2.4": Phrases(
        ("Création d'un club d'astronomie", "Création d'une association de cuisine", "Création d'un club d'éloquence"),
        ("club", "association"),
        ("Statuts, dépôt en préfecture, premières adhésions.",),
    ),
    "2.5": Phrases(
        ("Organisation du gala", "Organisation du forum des associations", "Organisation du week-end d'intégration"),
        ("bde", "association"),
        ("Plan de salle, sécurité, bénévoles et bilan.", "Recherche de partenaires et tenue du budget."),
    ),
    "2.6": Phrases(
        ("Vestiaire du gala", "Montage des stands du forum", "Tenue de la buvette", "Rangement après la fête"),
        ("bde", "association", "club"),
        ("Installation le matin, rangement le soir.", "Accueil à l'entrée."),
    ),
    "2.7": Phrases(
        ("Administration de la Junior-Entreprise", "Qualité à la Junior-Entreprise", "Suivi d'études non rémunéré"),
        ("association",),
        ("Relecture des conventions, suivi de la trésorerie.",),
    ),
    "2.8": Phrases(("Prévention",), ("bde",), ("Permanences.",)),
    "3.1": Phrases(
        ("Journée portes ouvertes, stand robotique", "Journée portes ouvertes, visite des salles", "Portes ouvertes"),
        ("school", "office"),
        ("Accueil des familles, matin et après-midi.", "Démonstrations et réponses aux questions des familles."),
    ),
    "3.2": Phrases(
        ("Salon des formations d'ingénieurs", "Forum d'orientation", "Salon de l'étudiant, stand de l'école"),
        ("office", "lycee"),
        ("Présentation des spécialités aux lycéens et aux familles.",),
    ),
    "3.3": Phrases(
        ("Présentation du métier d'ingénieur", "Retour dans mon lycée", "Atelier électronique au collège"),
        ("lycee", "college"),
        ("Échange d'une heure avec une classe, puis questions.", "Atelier de soudure en petits groupes."),
    ),
    "3.4": Phrases(
        ("Accueil des candidats au concours", "Jury d'entretien, accueil", "Oraux d'admission, accompagnement"),
        ("school", "office"),
        ("Accueil, orientation dans les bâtiments, réponses aux questions.",),
    ),
    "3.5": Phrases(
        ("Fête de la science, pont de Léonard", "Fête de la science, atelier codage", "Nuit des chercheurs, animation"),
        ("university", "association"),
        ("Conception de l'atelier puis animation auprès du public.",),
    ),
    "3.6": Phrases(
        ("Témoignage vidéo sur la spécialité", "Article sur un semestre d'études", "Ambassade numérique, questions"),
        ("office",),
        ("Écriture, tournage et montage d'une courte vidéo.", "Publication sur le site de l'école."),
    ),
    "3.7": Phrases(
        ("Immersion de lycéennes et lycéens", "Une journée en école d'ingénieurs", "Accompagnement d'une immersion"),
        ("lycee",),
        ("Accompagnement en cours et en travaux pratiques.",),
    ),
    "4.1": Phrases(("Bénévolat régulier",), ("association",), ("Présence chaque semaine.",)),
    "4.2": Phrases(
        ("Collecte alimentaire", "Course solidaire", "Vente de gâteaux solidaire", "Collecte de jouets"),
        ("association",),
        ("Tenue du point de collecte et tri.", "Accueil des participants et ravitaillement."),
    ),
    "4.3": Phrases(
        ("Tutorat de mathématiques au lycée", "Cordées de la réussite", "Aide aux devoirs au collège"),
        ("lycee", "college"),
        ("Une séance par semaine avec deux élèves.", "Méthode de travail et préparation de l'oral."),
    ),
    "4.4": Phrases(
        ("Soutien en programmation", "Soutien en automatique", "Aide à la préparation des rattrapages"),
        ("school", "team"),
        ("Séances en petit groupe, feuilles d'exercices.", "Permanence hebdomadaire en salle de travail."),
    ),
    "4.5": Phrases(("Accompagnement",), ("association",), ("Accompagnement.",)),
    "4.6": Phrases(
        ("Chantier de construction d'une école", "Mission d'accès à l'eau", "Chantier de rénovation d'un refuge"),
        ("association",),
        ("Préparation pendant l'année, puis chantier de plusieurs semaines.",),
    ),
    "4.7": Phrases(("Relais",), ("university",), ("Permanences.",)),
    "5.1": Phrases(
        ("Éco-délégation de la promotion", "Référence transition de la spécialité"),
        ("sustainable",),
        ("Bilan de gaz à effet de serre du bâtiment, actions de sobriété.",),
    ),
    "5.2": Phrases(
        ("Animation d'une fresque du climat", "Animation d'une fresque du numérique", "Animation sur la mobilité"),
        ("sustainable", "association"),
        ("Animation d'une table de huit personnes.",),
    ),
    "5.3": Phrases(
        ("Participation à une fresque du climat", "Atelier sur la biodiversité", "Atelier empreinte carbone"),
        ("sustainable",),
        ("Atelier d'une demi-journée.",),
    ),
    "5.4": Phrases(
        ("Nettoyage des bords de rivière", "Plantation d'une haie", "Comptage des oiseaux des jardins"),
        ("association", "citizens"),
        ("Ramassage, tri et pesée.", "Travail en équipe avec les bénévoles de l'association."),
    ),
    "5.5": Phrases(
        ("Garage à vélos du campus", "Compost du restaurant universitaire", "Jardin partagé du campus"),
        ("sustainable", "club"),
        ("Étude, devis, installation et mode d'emploi.",),
    ),
    "5.6": Phrases(
        ("Atelier de réparation d'ordinateurs", "Collecte de matériel électronique", "Atelier vélo"),
        ("club", "association"),
        ("Diagnostic, réparation et conseils.", "Collecte, tri et remise en service."),
    ),
    "6.1": Phrases(
        ("Sapeur-pompier volontaire", "Engagement de sapeur-pompier volontaire"),
        ("rescue",),
        ("Gardes, manœuvres et formation continue.",),
    ),
    "6.2": Phrases(
        ("Réserve opérationnelle", "Engagement dans la réserve"),
        ("citizens",),
        ("Périodes de formation et missions pendant les congés.",),
    ),
    "6.3": Phrases(
        ("Service civique", "Volontariat de longue durée"), ("association",), ("Mission de plusieurs mois.",)
    ),
    "6.4": Phrases(
        ("Formation aux premiers secours", "Poste de secours d'un marathon", "Initiation aux gestes qui sauvent"),
        ("rescue",),
        ("Formation complète et certificat.", "Tenue du poste avec une équipe."),
    ),
    "6.5": Phrases(("Vie démocratique",), ("citizens",), ("Présence.",)),
    "6.6": Phrases(("Don",), ("association",), ("Don.",)),
    "7.1": Phrases(
        ("Pratique sportive de haut niveau", "Pratique artistique de haut niveau"),
        ("sport",),
        ("Entraînements et compétitions nationales.",),
    ),
    "7.2": Phrases(
        ("Capitanat de l'équipe de handball", "Entraînement des jeunes", "Arbitrage bénévole", "Capitanat de volley"),
        ("sport",),
        ("Entraînement hebdomadaire et matchs du samedi.", "Feuilles de match et déplacements."),
    ),
    "7.3": Phrases(
        ("Tournoi des écoles d'ingénieurs", "Course inter-écoles", "Challenge universitaire de natation"),
        ("sport", "school"),
        ("Compétition sous les couleurs de l'école.",),
    ),
    "7.4": Phrases(
        ("Pièce de théâtre de fin d'année", "Concert de l'ensemble de l'école", "Exposition de photographies"),
        ("club", "association"),
        ("Répétitions, affiche et deux représentations publiques.",),
    ),
    "7.5": Phrases(
        ("Hackathon mobilité", "Concours de robotique", "Nuit du code", "Défi énergie"),
        ("association", "company"),
        ("Prototype réalisé en équipe et présenté au jury.",),
    ),
    "7.6": Phrases(
        ("Émission mensuelle de la radio", "Journal des élèves", "Podcast sur les sciences"),
        ("media", "club"),
        ("Écriture, enregistrement et montage.",),
    ),
    "8.1": Phrases(
        ("Parrainage d'étudiants accueillis", "Binôme avec une étudiante en échange", "Tandem linguistique"),
        ("university", "association"),
        ("Accueil à l'arrivée, démarches, sorties.",),
    ),
    "8.2": Phrases(
        ("Semaine internationale", "Soirée des cultures", "Forum des mobilités"),
        ("university", "bde"),
        ("Stand, animation et accueil.",),
    ),
    "8.3": Phrases(
        ("Statut d'étudiant entrepreneur", "Emploi étudiant hors cursus"),
        ("company",),
        ("Étude de marché, prototype, premiers clients.", "Quelques heures par semaine pendant l'année."),
    ),
    "8.4": Phrases(
        ("Forum des entreprises", "Soirée des diplômés", "Rencontre avec le réseau des diplômés"),
        ("school", "company"),
        ("Invitations, plan des stands et accueil des entreprises.",),
    ),
    "8.5": Phrases(
        ("Mentorat de lycéennes", "Journée filles et sciences", "Intervention pour l'égalité en sciences"),
        ("lycee", "association"),
        ("Témoignage et atelier avec un groupe de lycéennes.",),
    ),
    "8.6": Phrases(
        ("Contribution à un logiciel libre", "Cartographie libre du quartier", "Articles d'encyclopédie libre"),
        ("association",),
        ("Corrections relues et acceptées par le projet.", "Relevés de terrain puis saisie."),
    ),
}

LONGER = (
    "Ce que j'en retiens : préparer tôt et répartir les tâches.",
    "J'ai appris à expliquer simplement un sujet technique.",
    "L'équipe était nouvelle, il a fallu tout documenter.",
    "Une prochaine fois, je prévoirais plus de temps pour le bilan.",
    "Le bilan joint détaille les missions et les dates.",
)
