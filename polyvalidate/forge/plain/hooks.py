"""What Git asks of a school's server at each push, and what the pusher reads of it in their terminal.

```
 git push ──> pre-receive   by name and by role: refused at the door, nothing is kept
          ──> proc-receive  each reference kept as the pusher's (``receiving``); Git itself moves none
          ──> post-receive  a sweep: judged, decided, landed; what concerns the pusher is told
```

``receive.procReceiveRefs = refs`` gives every reference to ``proc-receive``: when it fails or is missing, Git refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from polyvalidate.forge.marks import answers
from polyvalidate.forge.obeying import Place
from polyvalidate.forge.plain.accounts import US, account_of
from polyvalidate.forge.plain.adapter import connect, folder_of, locked
from polyvalidate.forge.plain.door import NUMBERED, What, Wish, wish
from polyvalidate.forge.plain.receiving import Receiving, Update
from polyvalidate.forge.plain.showing import in_a_terminal, request_lines
from polyvalidate.forge.plain.store import Store
from polyvalidate.forge.plain.talk import Talk
from polyvalidate.forge.standing import Limits
from polyvalidate.forge.sweeping import Sweep
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable, making, resolve, today
from polyvalidate.repository.git import read_blobs
from polyvalidate.repository.history import main_branch
from polyvalidate.repository.replaying import standing_as
from polyvalidate.school.sending import SAID, why_of

LIMITS = Limits(request=20.0, whole=30.0)
"""A push is not kept waiting for longer than web servers wait; what is left is for the next sweep."""
SHUT = 15.0
"""Seconds that a push waits for another one to be kept."""


class Server(NamedTuple):
    """A school's bare repository, its protected branch, and who pushes."""

    repository: Path
    branch: str
    account: str

    @classmethod
    def of(cls, repository: Path, login: str) -> Server:
        """Raises ``Unreadable`` where nothing is installed."""
        return cls(repository, main_branch(repository), account_of(login, key_of(repository)))

    @property
    def receiving(self) -> Receiving:
        return Receiving(Store(self.repository), self.branch, self.account)


def key_of(repository: Path) -> bytes:
    """The key of a server. Raises ``Unreadable`` without one."""
    path = folder_of(repository) / "key"
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise Unreadable(_NO_KEY.filled(path=path)) from error
    if len(key) < 16:
        raise Unreadable(_NO_KEY.filled(path=path))
    return key


# --- pre-receive ------------------------------------------------------------------------------------------------------


def refusals(server: Server, updates: Iterable[Update]) -> list[Text]:
    """Why a push is refused at the door."""
    receiving = server.receiving
    return [why for update in updates if (why := receiving.refusal(update)) is not None]


# --- proc-receive -----------------------------------------------------------------------------------------------------


def receive(server: Server, asked: BinaryIO, answer: BinaryIO) -> Iterator[Text]:
    """Speak with Git (gitprotocol of ``proc-receive``, version 1) and keep what came; yields why something was not.

    What is not answered is refused by Git."""
    _packets(asked)
    _say(answer, "version=1\0")
    answer.write(b"0000")
    answer.flush()
    updates = [Update.of(line) for line in _packets(asked)]
    receiving = server.receiving
    for update in updates:
        try:
            with locked(folder_of(server.repository) / "door", SHUT):
                why = receiving.take(update)
        except Unreadable as error:
            why = error.text
        if why is not None:
            yield why
        _say(answer, f"ok {update.ref}" if why is None else f"ng {update.ref} polyvalidate")
    answer.write(b"0000")
    answer.flush()


def _packets(stream: BinaryIO) -> list[str]:
    """The lines of packets until one that is flushed. Raises ValueError for anything else."""
    found = []
    while size := int(stream.read(4), 16):
        found.append(stream.read(size - 4).decode("utf-8", "surrogateescape"))
    return found


def _say(stream: BinaryIO, line: str) -> None:
    data = line.encode("utf-8", "surrogateescape")
    stream.write(b"%04x%b" % (len(data) + 4, data))


# --- post-receive -----------------------------------------------------------------------------------------------------


class Swept(NamedTuple):
    """What went wrong, by what the request is called; ``left``: was there too little time for all?"""

    failed: Mapping[str, Text] = MappingProxyType({})
    left: bool = False


def sweep(server: Server) -> Swept:
    """Sweep what has changed. Raises ``Unreadable`` when nothing could be swept."""
    forge = connect(server.repository, server.branch)
    try:
        place = Place(server.repository, making.HERE, server.branch)
        made = Sweep(forge, place, lambda: today(server.repository, made.ground.commit), LIMITS)
        for _ in made.run():
            pass
        if made.defects:
            raise made.defects[0]
        return Swept(dict(made.failed), bool(made.left))
    finally:
        forge.close()


def told(server: Server, updates: Iterable[Update], swept: Swept, lang: str) -> Iterator[str]:
    """What concerns the pusher of what has come, line by line."""
    store = Store(server.repository)
    if swept.left:
        yield _LATER.of(lang)
    for update in updates:
        asked = wish(update.ref, removes=update.removes)
        if isinstance(asked, Wish):
            yield from _told(server, store, asked, update, swept.failed, lang)


def _told(
    server: Server, store: Store, asked: Wish, update: Update, failed: Mapping[str, Text], lang: str
) -> Iterator[str]:
    number = int(asked.of) if asked.what in NUMBERED else 0
    match asked.what:
        case What.REQUEST:
            mine = [one for one in store.all() if (one.author, one.word) == (server.account, asked.of)]
            number = mine[-1].number
            yield from request_lines(mine[-1], lang)
        case What.SAY | What.APPROVE:
            yield from _answer(server, store.one(number), update, lang)
        case What.CLOSE:
            yield _WITHDRAWN.of(lang, number=number)
        case What.WAITING if not update.removes:
            yield from _sent(server, store, update, lang)
    key = str(number) if number else ""  # as a sweep calls what is about no request
    if key in failed:
        yield failed[key].of(lang)


def _answer(server: Server, talk: Talk, update: Update, lang: str) -> Iterator[str]:
    said, _ = talk.heard()
    mine = [one for one in said if one.author == server.account]
    text = server.receiving.text(update.new) if update.new not in {one.about for one in talk.said} else ""
    keys = [one.key for one in mine if one.body == text]
    found = [one.comment.body for one in answers(talk.comments(), US) if keys and one.to == keys[-1]]
    yield from in_a_terminal(found[0]) if found else [_KEPT.of(lang, number=talk.number)]


def _sent(server: Server, store: Store, update: Update, lang: str) -> Iterator[str]:
    why = store.refs(SAID + update.new).values()
    if update.ref in store.refs(update.ref):
        yield _LATER.of(lang)
    elif why:
        yield from why_of(next(iter(read_blobs(str(server.repository), why).values()))).of(lang).splitlines()
    elif (entered := _standing(server, update.new)) is not None:
        yield _ENTERED.of(lang, branch=server.branch, commit=entered[:12])
    else:
        yield _PASSED_BY.of(lang, branch=server.branch)


def _standing(server: Server, commit: str) -> str | None:
    """The commit of the protected branch with which all that was sent stands there."""
    return standing_as(server.repository, commit, resolve(server.repository, f"refs/heads/{server.branch}"))


_NO_KEY = Text(
    "La clé du serveur ne peut pas être lue : {path}. Sur le serveur : polyvalidate server install DÉPÔT.",
    "The key of the server cannot be read: {path}. On the server: polyvalidate server install REPOSITORY.",
)
_LATER = Text(
    "Reçu. Le contrôle n'a pas tout vu dans le temps d'un envoi : la suite vient au prochain passage.",
    "Received. The check has not seen everything within the time of a push: the rest comes with the next sweep.",
)
_WITHDRAWN = Text("La demande {number} est retirée.", "Request {number} is withdrawn.")
_KEPT = Text("C'est écrit sous la demande {number}.", "This is written below request {number}.")
_ENTERED = Text("Entré dans {branch} : {commit}.", "In {branch}: {commit}.")
_PASSED_BY = Text(
    "{branch} a avancé entre-temps : relancez polyvalidate send.",
    "{branch} has moved on meanwhile: run polyvalidate send again.",
)
