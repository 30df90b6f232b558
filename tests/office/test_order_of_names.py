"""Names stand where French people look for them, whatever the locale of the machine."""

from __future__ import annotations

import random
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from polyvalidate.office.lists.cells import collated
from tests.office.registry import ADA, Office

# In the order of ICU, an independent implementation: new Intl.Collator("fr") of Node 20.
AS_ICU = """
Abel
Àbel
Aesop
Æsop
Cadet
CELIK
Çelik
Czerny
D ALEMBERT
D'ALEMBERT
Dalembert
De Gaulle
DE LA TOUR
Delatour
Du Bois
DUBOIS
Dumas
Etienne
ETIENNE
ÉTIENNE
Étienne-Martin
Ezra
Lukas
Łukasz
Luz
Martin
MARTIN
Martin Dupont
Martin-Dupont
Martinez
Muller
Müller
Mulot
N'Diaye
Ndiaye
NDIAYE
Noel
Noël
Noémie
Ødegaard
Odile
OEUVRARD
Œuvrard
Ofer
Saint Exupéry
Saint-Exupéry
Sainte-Beuve
Strasse
Straße
Strate
Zola
""".strip().splitlines()


def test_names_are_sorted_as_icu_sorts_them_in_french() -> None:
    mixed = random.Random(1).sample(AS_ICU, len(AS_ICU))

    assert sorted(mixed, key=collated) == AS_ICU


@given(st.text(), st.text())
def test_two_spellings_are_never_the_same_place(one: str, other: str) -> None:
    assert (collated(one) == collated(other)) == (one == other)


def test_lists_are_called_out_in_that_order(tmp_path: Path) -> None:
    office = Office(tmp_path)
    named = [ADA._replace(number=f"2200001{n}", surname=name) for n, name in enumerate(("ZOLA", "ÉTIENNE", "DUPONT"))]
    code, said = office.take_in(named, "--mail", office.desk / "courriels")

    letters = (office.desk / "courriels/publipostage.csv").read_text(encoding="utf-8-sig")
    for text in (said, letters):
        assert re.findall("ZOLA|ÉTIENNE|DUPONT", text) == ["DUPONT", "ÉTIENNE", "ZOLA"], text
    assert code == 0
