"""Numbers told by their check digits, and phone numbers by where they ring. All are documented samples or fiction."""

from __future__ import annotations

import subprocess
import sys

import pytest

from carelint.validators import Validator, is_valid

BOTH = ("GB", "US")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("luhn", "4111 1111 1111 1111", True),
        ("luhn", "٤١١١١١١١١١١١١١١١", True),
        ("luhn", "4111 1111 1111 1112", False),
        ("luhn", "", False),
        ("iban", "DE89 3704 0044 0532 0130 00", True),
        ("iban", "gb82west12345698765432", True),
        ("iban", "DE88 3704 0044 0532 0130 00", False),
        ("ssn", "219-45-8812", True),
        ("ssn", "912-70-1234", True),
        ("ssn", "078-05-1120", False),
        ("ssn", "000-12-3456", False),
        ("national-id", "2 95 10 99 126 111 93", True),
        ("national-id", "RCCMNL83S18D969H", True),
        ("national-id", "RCCMNL83S18D969A", False),
        ("national-id", "12345678", False),
        ("phone", "07700 900123", True),
        ("phone", "(415) 555-0132", True),
        ("phone", "0800 555 0199", True),
        ("phone", "+49 30 123456", True),
        ("phone", "00412256", False),
        ("phone", "no number", False),
        ("personal-phone", "07700 900123", True),
        ("personal-phone", "415-555-0132", True),
        ("personal-phone", "+44 20 7946 0018", True),
        ("personal-phone", "0800 555 0199", False),
        ("personal-phone", "0345 300 0000", False),
        ("personal-phone", "1-800-555-0199", False),
        ("password", "hunter2", True),
        ("password", "incorrect", False),
    ],
)
def test_numbers_of_a_kind(kind: Validator, text: str, expected: bool) -> None:
    assert is_valid(kind, text, BOTH) is expected


@pytest.mark.parametrize(
    ("text", "regions", "expected"),
    [
        ("0412 345 678", ("AU",), True),
        ("0412", ("AU",), False),
        ("04 91 57 01 23", ("FR",), True),
        ("415-555-0132", ("FR",), False),
        ("+33 4 91 57 01 23", ("GB",), True),
        ("07700 900123", (), False),
    ],
)
def test_a_number_without_country_code_rings_in_the_regions(
    text: str, regions: tuple[str, ...], expected: bool
) -> None:
    assert is_valid("phone", text, regions) is expected


def test_the_libraries_wait_for_the_first_number() -> None:
    script = (
        "import sys; from carelint.packs import load_packs; from carelint.linter import Linter; "
        "library = load_packs(); Linter(library, (), lambda _: ()); "
        "print([name for name in ('phonenumbers', 'stdnum') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
