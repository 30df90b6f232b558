"""What a school on GitHub must have, and where it is set, in the words of its pages."""

from __future__ import annotations

from polyvalidate.forge.doctor.lines import Check
from polyvalidate.model.words import Text

RULES = Text("Settings › Rules › Rulesets", "Settings › Rules › Rulesets")
ACTIONS = Text("Settings › Actions › General", "Settings › Actions › General")
MEMBERS = Text(
    "Settings › Collaborators and teams : lecture pour les élèves, écriture pour l'équipe",
    "Settings › Collaborators and teams: read for students, write for staff",
)
ORGANISATION = Text(
    "Organisation : Settings › Member privileges › Base permissions : No permission",
    "Organisation: Settings › Member privileges › Base permissions: No permission",
)
HARMLESS = {"deletion", "non_fast_forward", "required_status_checks", "creation", "branch_name_pattern"}
"""Rules that a commit of the program, checked and then pushed, is never stopped by."""
HISTORY = {"deletion", "non_fast_forward"}
CALLED = {
    "deletion": "Restrict deletions",
    "merge_queue": "Require merge queue",
    "non_fast_forward": "Block force pushes",
    "pull_request": "Require a pull request before merging",
    "required_deployments": "Require deployments to succeed",
    "required_linear_history": "Require linear history",
    "required_signatures": "Require signed commits",
    "update": "Restrict updates",
}
"""Rules, by what they are called in the settings."""
GIVEN = {
    "send_write_tokens_to_workflows": "Send write tokens to workflows from pull requests",
    "send_secrets_and_variables": "Send secrets and variables to workflows from pull requests",
}
PRIVATE = Check(
    "private",
    Text("Le dépôt est privé", "The repository is private"),
    Text("Settings › General › Change visibility", "Settings › General › Change visibility"),
)
MAIN = Check(
    "default-branch",
    Text("La branche principale est celle que lit le contrôle", "The default branch is the one that the check reads"),
    Text("Settings › General › Default branch", "Settings › General › Default branch"),
)
FORKS = Check(
    "forks",
    Text("Les élèves peuvent en faire une copie (fork)", "Students may make a copy of it (fork)"),
    Text(
        "Organisation : Settings › Member privileges, puis Settings › General › Features : Allow forking",
        "Organisation: Settings › Member privileges, then Settings › General › Features: Allow forking",
    ),
)
FRESH = Check(
    "up-to-date",
    Text("Cette copie est à jour", "This copy is up to date"),
    Text("git pull, puis relancez", "git pull, then run it again"),
)
ONE_RULE = Check(
    "one-rule",
    Text("Seul un jeu de règles protège la branche", "Only a ruleset protects the branch"),
    Text(
        "Settings › Branches : supprimez l'ancienne règle une fois le jeu de règles actif",
        "Settings › Branches: delete the older rule once the ruleset is active",
    ),
)
STATUS = Check(
    "status",
    Text("La branche exige le statut polyvalidate, et lui seul", "The branch requires the status polyvalidate, alone"),
    Text("{rules} › Require status checks to pass", "{rules} › Require status checks to pass").filled(rules=RULES),
)
SOURCE = Check(
    "status-source",
    Text("Ce statut doit venir de GitHub Actions", "That status must come from GitHub Actions"),
    Text(
        "{rules} › Require status checks to pass : source GitHub Actions",
        "{rules} › Require status checks to pass: source GitHub Actions",
    ).filled(rules=RULES),
)
UPDATED = Check(
    "up-to-date-before",
    Text("Une demande doit être à jour avant d'entrer", "A request must be up to date before it enters"),
    Text(
        "{rules} › Require branches to be up to date before merging",
        "{rules} › Require branches to be up to date before merging",
    ).filled(rules=RULES),
)
KEPT = Check(
    "history",
    Text("Personne ne réécrit ni ne supprime la branche", "Nobody rewrites or deletes the branch"),
    Text("{rules} : Restrict deletions, Block force pushes", "{rules}: Restrict deletions, Block force pushes").filled(
        rules=RULES
    ),
)
PUSH = Check(
    "push",
    Text("Un commit contrôlé peut être poussé sur la branche", "A checked commit may be pushed to the branch"),
    Text("{rules} : retirez ces règles", "{rules}: take these rules away").filled(rules=RULES),
)
BYPASS = Check(
    "bypass",
    Text("Personne ne contourne les règles", "Nobody bypasses the rules"),
    Text("{rules} › Bypass list : videz-la", "{rules} › Bypass list: empty it").filled(rules=RULES),
)
RUNS = Check(
    "actions",
    Text("Les tâches peuvent tourner", "Workflows may run"),
    Text(
        "{actions} : Allow all actions, ou au moins celles de GitHub",
        "{actions}: Allow all actions, or GitHub's at least",
    ).filled(actions=ACTIONS),
)
READ_ONLY = Check(
    "workflow-rights",
    Text("Une tâche n'a que la lecture si elle ne demande rien", "A workflow may only read unless it asks"),
    Text(
        "{actions} › Workflow permissions : Read repository contents",
        "{actions} › Workflow permissions: Read repository contents",
    ).filled(actions=ACTIONS),
)
FROM_FORKS = Check(
    "fork-runs",
    Text(
        "Une tâche venue d'un fork n'a ni écriture ni secret",
        "A workflow from a fork can neither write nor see a secret",
    ),
    Text(
        "{actions} › Fork pull request workflows : décochez Send write tokens et Send secrets",
        "{actions} › Fork pull request workflows: untick Send write tokens and Send secrets",
    ).filled(actions=ACTIONS),
)
SWEPT = Check(
    "sweep",
    Text("Les demandes sont contrôlées, et par un seul compte", "Requests are checked, and by one account only"),
    Text("Actions › sweep › Enable ou Disable workflow", "Actions › sweep › Enable or Disable workflow"),
)
PLAN = Check(
    "plan",
    Text("L'offre permet ces règles sur un dépôt privé", "The plan has these rules for a private repository"),
    Text("Organisation : Settings › Billing", "Organisation: Settings › Billing"),
)
SEATS = Check(
    "seats",
    Text("Il reste des places", "There are seats left"),
    Text("Organisation : Settings › Billing › Manage seats", "Organisation: Settings › Billing › Manage seats"),
)
BASE_NONE = Check(
    "boxes-base",
    Text("Être de l'organisation des boîtes n'en ouvre aucune", "Being in the organisation of the boxes opens none"),
    ORGANISATION,
)
NO_FORK = Check(
    "boxes-forks",
    Text("Une boîte ne se copie pas (fork)", "A box cannot be copied (fork)"),
    Text(
        "Organisation : Settings › Member privileges : décochez Allow forking of private repositories",
        "Organisation: Settings › Member privileges: untick Allow forking of private repositories",
    ),
)
NO_RUN = Check(
    "boxes-actions",
    Text("Rien ne s'exécute dans une boîte", "Nothing runs in a box"),
    Text(
        "Organisation : Settings › Actions › General : Disabled", "Organisation: Settings › Actions › General: Disabled"
    ),
)
ALL_PRIVATE = Check(
    "boxes-private",
    Text("Aucune boîte n'est publique", "No box is public"),
    Text("Chaque boîte : Settings › General › Change visibility", "Each box: Settings › General › Change visibility"),
)

OLDER = Text(
    "une ancienne règle de protection s'y ajoute, que cette commande ne lit pas",
    "an older protection rule stands beside it, which this command does not read",
)
NO_STATUS = Text("le statut n'est pas exigé", "the status is not required")
ANY_SOURCE = Text("n'importe quelle source", "any source")
OTHER_SOURCE = Text("voyez vous-même que cette source est {bot}", "see for yourself that this source is {bot}")
NO_RULESET = Text("aucun jeu de règles actif", "no active ruleset")
ONLY_ADMIN = Text(
    "GitHub ne montre la liste qu'à qui administre le dépôt", "GitHub shows the list to who administers the repository"
)
LOCAL_ONLY = Text("seulement celles du dépôt, qui appellent celles de GitHub", "only its own, which call GitHub's")
STATES = {
    "absent": Text("sweep.yml ne tourne pas", "sweep.yml does not run"),
    "disabled_inactivity": Text(
        "GitHub a arrêté sweep.yml, après 60 jours sans activité",
        "GitHub stopped sweep.yml, after 60 days without activity",
    ),
    "disabled_manually": Text("quelqu'un a arrêté sweep.yml", "somebody stopped sweep.yml"),
}
TWICE = Text(
    "sweep.yml tourne aussi, et {bot} écrirait sous la même demande",
    "sweep.yml runs too, and {bot} would write below the same request",
)
FREE = Text("offre gratuite", "free plan")
