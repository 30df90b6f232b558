"""Disk and Git: the one door to the bytes of a repository.

Two trees give the same ``Node`` lists and the same bytes: ``DiskTree`` (a work tree, as it stands) and ``GitTree``
(a revision, objects only: nothing is checked out, no filter, hook or configuration of the repository runs).
"""

from __future__ import annotations

from polyvalidate.repository.clock import today, zone_of
from polyvalidate.repository.disk import DiskTree
from polyvalidate.repository.git import clean_environment, read_blobs, run_git
from polyvalidate.repository.packaged import official_schemas, packaged, parsed_schemas, starting_files
from polyvalidate.repository.revisions import resolve
from polyvalidate.repository.trees import GitTree, Overlaid, Tree, open_tree
from polyvalidate.repository.unreadable import Unreadable

__all__ = [
    "DiskTree",
    "GitTree",
    "Overlaid",
    "Tree",
    "Unreadable",
    "clean_environment",
    "official_schemas",
    "open_tree",
    "packaged",
    "parsed_schemas",
    "read_blobs",
    "resolve",
    "run_git",
    "starting_files",
    "today",
    "zone_of",
]
