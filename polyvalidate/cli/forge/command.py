"""``polyvalidate forge``: what the workflows of a school call."""

from __future__ import annotations

from polyvalidate.cli.kit.commands import Group
from polyvalidate.model.words import Text

forge = Group(
    "forge",
    Text("Parle à la forge, depuis ses tâches.", "Talk to the forge, from its jobs."),
    {"github": "forge.command:github"},
)
github = Group(
    "github",
    Text(
        "GitHub et GitHub Enterprise. Le jeton est lu dans GITHUB_TOKEN, l'adresse de l'API dans GITHUB_API_URL.",
        "GitHub and GitHub Enterprise. The token is read from GITHUB_TOKEN, the API's address from GITHUB_API_URL.",
    ),
    {name: f"forge.github:{name}" for name in ("requests", "facts", "apply", "command", "merge", "answer")},
)
