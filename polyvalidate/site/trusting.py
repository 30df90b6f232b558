"""What a school's ``mkdocs.yml`` would have the builder run: modules and templates that stand in the folder, or that it
names. A branch that somebody proposes can hold any; whoever previews it has not read it yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from polyvalidate.model.findings import printable
from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

KEYS = ("INHERIT", "hooks", "extra_templates")
"""Another file of settings, modules, and templates of pages."""
THEME = ("custom_dir", "static_templates")
PLAIN = "tag:yaml.org,2002:"
OBJECTS = f"{PLAIN}python/"
READS = ("!ENV", "!relative")
"""Tags by which the builder only reads: a variable, a path. All the others make something of Python."""
PLUGINS = frozenset("search tags meta offline".split())
EXTENSIONS = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes md_in_html meta nl2br sane_lists smarty"
    " tables toc wikilinks".split()
)
PYMDOWNX = frozenset(
    "arithmatex betterem caret critic details emoji escapeall extra highlight inlinehilite keys magiclink mark"
    " progressbar saneheaders smartsymbols striphtml superfences tabbed tasklist tilde".split()
)
KNOWN = {
    "plugins": PLUGINS | {f"material/{name}" for name in PLUGINS},
    "markdown_extensions": EXTENSIONS
    | {f"markdown.extensions.{name}" for name in EXTENSIONS}
    | {f"pymdownx.{name}" for name in PYMDOWNX},
}
"""What is installed with the builder and reads nothing but the pages."""

REFUSED = Text(
    "mkdocs.yml fait exécuter du code par le constructeur : {listed:list}. Retirez ces lignes ; ou, si vous les avez "
    "relues, et les fichiers qu'elles nomment, ajoutez --allow-code.",
    "mkdocs.yml has the builder run code: {listed:list}. Remove these lines; or, if you have read them, and the files "
    "they name, add --allow-code.",
)


def refuse_code(text: str, settings: Mapping[str, Any]) -> None:
    """Raises ``Unreadable`` when settings, and the text that holds them, would have something run."""
    found = runs(text, settings)
    if found:
        raise Unreadable(REFUSED, listed=tuple(printable(name)[:60] for name in found))


def runs(text: str, settings: Mapping[str, Any]) -> list[str]:
    """The keys, the extensions and the tags by which settings have something run, each once."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return list(dict.fromkeys([*_keys(settings), *(_tags(root, set()) if root is not None else ())]))


def _tags(node: Node, seen: set[int]) -> Iterator[str]:
    """The tags that make more than a value; a tag that reads gives a word, never a key, a list or a mapping."""
    if id(node) in seen:
        return
    seen.add(id(node))
    below = [part for pair in node.value for part in pair] if isinstance(node, MappingNode) else []
    below += node.value if isinstance(node, SequenceNode) else []
    keys = [key for key, _ in node.value] if isinstance(node, MappingNode) else []
    plain = node.tag.startswith(PLAIN) and not node.tag.startswith(OBJECTS)
    reads = node.tag in READS and all(isinstance(part, ScalarNode) for part in (below or [node]))
    if not plain and not reads:
        yield node.tag.replace(PLAIN, "!!")
    yield from (key.tag for key in keys if key.tag in READS)
    for part in below:
        yield from _tags(part, seen)


def _keys(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from (key for key in KEYS if key in settings)
    theme = settings.get("theme")
    if isinstance(theme, Mapping):
        yield from (f"theme.{key}" for key in THEME if key in theme)
    for kind, known in KNOWN.items():
        yield from (f"{kind}.{name}" for name in _names(settings.get(kind)) if name not in known)


def _names(items: Any) -> Iterator[str]:
    """The names in a list of names, or of names with their settings."""
    for item in [items] if isinstance(items, dict) else items if isinstance(items, list) else ():
        yield from map(str, item) if isinstance(item, dict) else (str(item),)
