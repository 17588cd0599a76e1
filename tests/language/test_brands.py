"""The company's own names: which are known, and where they are said."""

from __future__ import annotations

import pytest

from carelint.language.engine import Annotator
from tests.conftest import conversation, signal

BRAND = Annotator({"brand": signal(grammar="brand-name")}, ["brand"])


@pytest.mark.parametrize(
    ("brands", "text", "expected"),
    [
        (["Northbank"], "Thanks for contacting Northbank!", ["Northbank"]),
        (["Northbank"], "NORTHBANK and northbank's app", ["NORTHBANK", "northbank"]),
        (["Northbank"], "Northbanker", []),
        (["Acme Tea Ltd."], "The AcmeTea shop, the acme-tea app", ["AcmeTea", "acme-tea"]),
        (["Acme Tea Ltd."], "Acme Tea Ltd. writes", ["Acme Tea Ltd."]),
        (["Acme", "Acme Tea"], "Acme Tea", ["Acme Tea"]),
        (["C++ & Sons (UK)"], "We are C++ & Sons (UK).", ["C++ & Sons (UK)"]),
        (["", " ", "!"], "Hello !", []),
        ([], "Northbank", []),
        (["Northbank"], "> Northbank wrote\nHello", []),
        (["Northbank"], "Regards,\nIda\nNorthbank", ["Northbank"]),
    ],
)
def test_a_brand_is_found(brands: list[str], text: str, expected: list[str]) -> None:
    annotated = BRAND.annotate(conversation(f"agent: {text}", brands=tuple(brands)))
    assert [annotated.text(0)[m.start : m.end] for m in annotated.mentions_of(0, "brand")] == expected


@pytest.mark.parametrize(("brands", "known"), [(("Northbank",), True), ((" ",), False), ((), False)])
def test_whether_a_brand_is_known(brands: tuple[str, ...], known: bool) -> None:
    annotated = BRAND.annotate(conversation("agent: Hi", brands=brands))
    assert ("brand-name" in annotated.known) is known


def test_names_of_any_number_and_length_do_no_harm() -> None:
    brands = tuple(f"{number} " + "x" * 5000 for number in range(2000))
    annotated = BRAND.annotate(conversation("agent: " + "x " * 5000, brands=brands))
    assert annotated.mentions_of(0, "brand") == ()
