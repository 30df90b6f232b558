"""``polyvalidate boxes check``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from polyvalidate.cli.kit import boxes as kit
from polyvalidate.cli.kit import options
from polyvalidate.cli.kit.commands import command
from polyvalidate.cli.kit.forge import installed
from polyvalidate.cli.kit.options import Office
from polyvalidate.cli.kit.tally import Tally, safe
from polyvalidate.cli.kit.terminal import Terminal
from polyvalidate.model.words import Text

if TYPE_CHECKING:
    from polyvalidate.forge.boxes.checking import Difference


@command(
    "check",
    Text(
        "Compare les boîtes et leurs droits sur la forge avec la liste des élèves, et donne chaque différence. N'écrit"
        " rien ; finit par 1 s'il y en a.",
        "Compare the boxes and their rights on the forge with the roster, and give each difference. Write nothing; end"
        " with 1 when there is one.",
    ),
)
@kit.where
@options.office("names", "repo", "branch", "on")
@options.form("text", "json")
def check(terminal: Terminal, where: kit.Where, office: Office, format_name: str) -> int:
    installed()
    from polyvalidate.forge.adapting import answers
    from polyvalidate.forge.boxes.checking import differences

    with kit.opened(where, office) as (boxes, roster, names), answers():
        found = list(differences(boxes, roster, terminal.bar(kit.LOOKED)))
    if format_name == "json":
        rows = [{"kind": one.kind, "box": one.code or None, "who": one.who or None} for one in found]
        terminal.lines([json.dumps({"differences": rows}, ensure_ascii=False, indent=2)])
    elif not found:
        terminal.say(Text("✓ Les boîtes sont comme la liste le dit.", "✓ The boxes are as the roster says."))
    else:
        terminal.lines(_told(found, names, terminal.lang))
    return 1 if found else 0


def _told(found: Sequence[Difference], names: Mapping[str, str], lang: str) -> list[str]:
    """By kind; somebody who is in many boxes is one line."""
    tally = Tally(lang)
    for kind, what in WORDS.items():
        some = [one for one in found if one.kind == kind]
        by_who: dict[str, list[str]] = {}
        for one in some:
            by_who.setdefault(one.who, []).append(one.code)
        rows = [kit.named(one.code, names) + (f"  {safe(one.who)}" if one.who else "") for one in some if one.code]
        if len(some) > len(by_who) and all(by_who):
            many = Text("{who} : {n} {n:boîte|boîtes}", "{who}: {n} {n:box|boxes}")
            rows = [many.of(lang, who=safe(who), n=len(codes)) for who, codes in by_who.items()]
        tally.count(len(some), what, rows)
    return tally.lines


WORDS = {
    "not-private": Text("visible de tous : rendez-la privée sur la forge", "visible to all: make it private there"),
    "stranger": Text(
        "accès qui n'est ni à l'élève ni à l'équipe : boxes invite",
        "access neither the student's nor staff's: boxes invite",
    ),
    "still-in": Text(
        "accès d'une personne partie : rouvrez la boîte, puis boxes archive",
        "access of who has left: open the box again, then boxes archive",
    ),
    "departed": Text("boîte à archiver : boxes archive", "box to be archived: boxes archive"),
    "other-right": Text(
        "l'élève a un autre droit que l'écriture : boxes invite", "the student's right is not to write: boxes invite"
    ),
    "missing": Text("élève sans boîte : boxes create", "student without a box: boxes create"),
    "not-ready": Text("boîte inachevée ou archivée : boxes create", "box unfinished or archived: boxes create"),
    "not-guarded": Text("branche main non protégée : boxes create", "branch main not protected: boxes create"),
    "not-invited": Text(
        "élève sans accès à sa boîte : boxes invite", "student without access to their box: boxes invite"
    ),
    "expired": Text("invitation expirée : boxes invite", "invitation expired: boxes invite"),
    "waiting": Text(
        "invitation sans réponse : l'élève l'accepte sur la forge",
        "invitation without an answer: the student accepts it there",
    ),
    "no-account": Text(
        "élève dont le compte n'est pas connu : roster change --account, ou roster import --accounts",
        "student whose account is not known: roster change --account, or roster import --accounts",
    ),
    "not-read": Text(
        "personne de l'équipe qui ne lit pas la boîte : équipe ou groupe, sur la forge",
        "person of staff who cannot read the box: team or group, there",
    ),
    "administers": Text(
        "administre sans fonction dans grid/roles.yml : est-ce voulu ?",
        "administers without a role in grid/roles.yml: is it meant?",
    ),
    "nobodys": Text(
        "boîte de personne dans la liste : archivez-la sur la forge", "box of nobody in the roster: archive it there"
    ),
}
"""What each kind of difference is, the gravest first, and what mends it."""
