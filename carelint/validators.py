"""What tells a number of one kind from other digits: check digits, and how phone numbers are made.

The libraries that know are imported when the first number is judged: most texts hold none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

Validator = Literal["luhn", "iban", "ssn", "national-id", "phone", "personal-phone", "password"]

# Where one of these modules of stdnum accepts a number, it is of the kind. Left out are national numbers that one in
# ten or twenty of all product codes would pass for.
_MODULES: dict[str, tuple[str, ...]] = {
    "luhn": ("luhn",),
    "iban": ("iban",),
    "ssn": ("us.ssn", "us.itin"),
    "national-id": ("fr.nir", "it.codicefiscale"),
}
_DIGITS_ONLY = {"luhn"}


def is_valid(kind: Validator, text: str, regions: Sequence[str] = ()) -> bool:
    """Tell whether a text is a number of a kind.

    `phone` is what can be dialled in one of the regions (ISO 3166 codes) or begins with a country code;
    `personal-phone` what may be a person's, and is no freephone, premium or other service number; `password` a
    word with a digit, which few other words after “password” have.
    """
    if kind in ("phone", "personal-phone"):
        return _is_phone(text, tuple(regions), personal=kind == "personal-phone")
    if kind == "password":
        return any(sign.isdecimal() for sign in text)
    # Digits of other scripts are digits too.
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    if kind in _DIGITS_ONLY:
        plain = "".join(sign for sign in plain if sign.isdecimal())
    return any(bool(import_module(f"stdnum.{name}").is_valid(plain)) for name in _MODULES[kind])


@lru_cache(maxsize=256)
def _is_phone(text: str, regions: tuple[str, ...], *, personal: bool) -> bool:
    import phonenumbers

    possible = False
    for number in _read(text, regions):
        if phonenumbers.is_valid_number(number):
            return not personal or _is_personal(number)
        possible = possible or phonenumbers.is_possible_number(number)
    return possible


def _read(text: str, regions: Sequence[str]) -> Iterator[PhoneNumber]:
    import phonenumbers

    for region in regions:
        # Where a number begins with 0, one that does not is another country's: the library would take both.
        begins_with_0 = phonenumbers.ndd_prefix_for_region(region, True) == "0"
        if begins_with_0 and not text.lstrip("( ").startswith(("0", "+")):
            continue
        try:
            yield phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue


def _is_personal(number: PhoneNumber) -> bool:
    from phonenumbers import PhoneNumberType, number_type

    return number_type(number) in (
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.VOIP,
    )
