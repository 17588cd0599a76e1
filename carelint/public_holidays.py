"""Days on which a team is closed: single dates, and the public holidays of countries and their parts.

The holidays come from the library `holidays`, which has them as code and asks no server. It is imported by the first
calendar that names a country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .errors import allowed

_KEYS = ("country", "subdivision")


@dataclass(frozen=True, slots=True)
class Holidays:
    """A set of days; `regions` are pairs of a country and a subdivision, which is empty for the whole country."""

    dates: frozenset[date] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()

    def __contains__(self, day: date) -> bool:
        """Tell whether it is a holiday."""
        return day in self.dates or any(day in _of_year(*region, day.year) for region in self.regions)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.dates or self.regions)


NO_HOLIDAYS = Holidays()


@lru_cache(maxsize=4096)
def _of_year(country: str, subdivision: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def read_holidays(value: object) -> Holidays:
    """Read a list of dates and of {country, subdivision}. Raises ValueError that begins with “holidays:”."""
    if not isinstance(value, list | tuple):
        raise ValueError(f'holidays: found {value!r}, expected a list of dates such as ["2026-12-25"] or of countries')
    regions = frozenset(_region(item) for item in value if isinstance(item, Mapping))
    return Holidays(frozenset(_date(item) for item in value if not isinstance(item, Mapping)), regions)


def _date(value: object) -> date:
    # A date and time is a date too, and stands for its day.
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        wanted = "a date such as 2026-12-25 or a country such as {country: GB, subdivision: ENG}"
        raise ValueError(f"holidays: found {value!r}, expected {wanted}") from None


def _region(item: Mapping[object, object]) -> tuple[str, str]:
    for key in item:
        if key not in _KEYS:
            raise ValueError(f'holidays: unknown key "{key}": {allowed(key, _KEYS)}')
    if "country" not in item:
        raise ValueError('holidays: missing key "country"')
    country = _country(item["country"])
    return country, _subdivision(country, item["subdivision"]) if item.get("subdivision") else ""


def _country(said: object) -> str:
    known = dict(_countries())
    if code := known.get(str(said).casefold()):
        return code
    hint = allowed(str(said).casefold(), known).partition("allowed:")[0].strip()
    choices = "allowed: a code of ISO 3166 such as GB, US or DE"
    raise ValueError(f'holidays: no country is called "{said}": {f"{hint} {choices}".strip()}')


def _countries() -> Iterator[tuple[str, str]]:
    """Give the names and codes of countries in lower case, and the code that the library knows them by."""
    import holidays
    from holidays.registry import COUNTRIES

    supported = holidays.list_supported_countries()
    for name, (_, *codes) in COUNTRIES.items():
        code = next((code for code in codes if code in supported), None)
        if code:
            yield name.replace("_", " "), code
            yield from ((one.casefold(), code) for one in codes)


def _subdivision(country: str, said: object) -> str:
    import holidays

    calendar = holidays.country_holidays(country)
    known = {one.casefold(): one for one in calendar.subdivisions}
    for code, names in calendar.get_subdivision_aliases().items():
        known |= {name.casefold(): code for name in names}
    if found := known.get(str(said).casefold()):
        return found
    what = f'holidays: {country} has no subdivision "{said}"'
    raise ValueError(f"{what}: {allowed(str(said), calendar.subdivisions)}" if known else f"{what}, nor any other")
