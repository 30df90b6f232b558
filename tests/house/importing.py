"""Who imports whom in the package: the graph read once, and the contracts of pyproject.toml asked about any graph."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import grimp
from importlinter import configuration
from importlinter.application.use_cases import read_user_options
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

from tests.places import ROOT

PACKAGE = "polyvalidate"
_KINDS: dict[str, type[Contract]] = {
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}


@cache
def _as_it_is() -> grimp.ImportGraph:
    return grimp.build_graph(
        PACKAGE, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


@cache
def _contracts() -> tuple[Contract, ...]:
    configuration.configure()
    options = read_user_options(config_filename=str(ROOT / "pyproject.toml"))
    return tuple(
        _KINDS[one["type"]](name=one["name"], session_options=options.session_options, contract_options=one)
        for one in options.contracts_options
    )


def imports() -> grimp.ImportGraph:
    """A copy of the package's import graph, imports inside functions included: it may be spoiled."""
    return deepcopy(_as_it_is())


def _known_as(name: str) -> str:
    """A module of the package by its name; of a library, the graph knows the top only."""
    top, _, _ = name.partition(".")
    return name if top == PACKAGE else top


def add_import(graph: grimp.ImportGraph, importer: str, imported: str) -> None:
    """Let a module of the package import another one, or a library. Raises KeyError for a module that is not there."""
    known = _known_as(imported)
    if known not in graph.modules and not known.startswith(PACKAGE):
        graph.add_module(known, is_squashed=True)
    for name in (importer, known):
        if name not in graph.modules:
            raise KeyError(name)
    graph.add_import(importer=importer, imported=known)


def broken_contracts(graph: grimp.ImportGraph) -> list[str]:
    """The names of the contracts that a graph breaks."""
    return sorted(one.name for one in _contracts() if not one.check(deepcopy(graph), verbose=False).kept)


def circles(graph: grimp.ImportGraph, package: str = PACKAGE) -> list[list[str]]:
    """The modules that reach each other in a circle, each circle once (Tarjan's strongly connected components)."""
    modules = sorted(name for name in graph.modules if name.split(".")[0] == package)
    place: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found = []

    def reached(module: str) -> Iterator[str]:
        return (name for name in sorted(graph.find_modules_directly_imported_by(module)) if name in known)

    known = set(modules)
    for start in modules:
        way = [] if start in place else [(start, reached(start))]
        while way:
            module, rest = way[-1]
            if module not in place:
                place[module] = lowest[module] = len(place)
                waiting.append(module)
            for other in rest:
                if other not in place:
                    way.append((other, reached(other)))
                    break
                if other in waiting:
                    lowest[module] = min(lowest[module], place[other])
            else:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[module])
                if lowest[module] == place[module]:
                    at = waiting.index(module)
                    found.append(sorted(waiting[at:]))
                    del waiting[at:]
    return sorted(circle for circle in found if len(circle) > 1)
