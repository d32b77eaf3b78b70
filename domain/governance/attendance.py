"""Who attends a meeting when a resolution is reached: present, or represented by the holder of a proxy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.kernel.identity import normal_code


@dataclass(frozen=True, slots=True)
class CarriedProxy:
    """A seat that is represented, and who carries its proxy."""

    seat: str
    holder: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """An attendance sheet, by the codes of seats in whatever letters they were written."""

    present: tuple[str, ...]
    represented: tuple[str, ...]
    proxies: tuple[CarriedProxy, ...] = ()

    def is_present(self, seat: str) -> bool:
        """Whether the seat is there itself."""
        return _among(seat, self.present)

    def is_represented(self, seat: str) -> bool:
        """Whether somebody else is there for it."""
        return _among(seat, self.represented)

    def holder_for(self, seat: str) -> str | None:
        """Who carries the seat's proxy, as the sheet says; None when it does not say."""
        carried = (p.holder for p in self.proxies if normal_code(p.seat) == normal_code(seat))
        return next(carried, None)

    def carried(self) -> Counter[str]:
        """How many proxies each holder carries, by its code as codes are compared."""
        return Counter(normal_code(proxy.holder) for proxy in self.proxies)


def _among(code: str, codes: Sequence[str]) -> bool:
    return normal_code(code) in map(normal_code, codes)
