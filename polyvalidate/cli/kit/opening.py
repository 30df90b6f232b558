"""A school and what its registry office keeps beside it, opened together."""

from __future__ import annotations

from polyvalidate.cli.kit.options import Office
from polyvalidate.office.acts.shelf import hold_to, peek
from polyvalidate.office.register.register import Register
from polyvalidate.school.school import School, open_school


def open_office(office: Office) -> tuple[School, Register]:
    """The school and its register. Raises ``Unreadable``, for another school's register too."""
    school = open_school(office.repo, office.branch, office.today)
    return school, register_of(school, office)


def register_of(school: School, office: Office) -> Register:
    """The register of a school that is open."""
    register = peek(office.register_file)
    hold_to(school, register, office.register_file.name)
    return register
