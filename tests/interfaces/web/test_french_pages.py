"""Every page of the group in French: nothing of ours is left in English, and nobody's words are changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from application.access.role import Role
from interfaces.api.standing import COOKIE
from interfaces.composition import Home
from interfaces.web.app import create_site
from tests.interfaces.api_world import HERE
from tests.interfaces.web.story import GROUP, READ, costs_of

pytestmark = pytest.mark.xdist_group("browser")
# What is named in two languages on purpose, is the name of a column in a file, or stands in the log as it was recorded.
QUOTED = ("code", "q")
MOST_PAGES = 150
MONTHS = ("2026-01", "2026-02", "2026-03")


class Read(HTMLParser):
    """A page as its reader has it: what is marked as English, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.english: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag in ("meta", "link", "input", "br", "rect", "line", "path"):
            return
        facts = given.get("class") == "facts" or any(name == "facts" for name, _ in self._open)
        english = given.get("lang") == "en" and tag not in QUOTED and "hreflang" not in given and not facts
        self._open.append(("facts" if facts else tag, english))

    def handle_endtag(self, tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if any(english for _, english in self._open):
            self.english.append(data.strip())


@pytest.fixture(scope="module")
def french(told: Home) -> Iterator[TestClient]:
    """A controller who prefers French."""
    account = told.accounts(GROUP).add("Contrôleuse", Role.CONTROLLER, None)
    session = told.credentials(GROUP).begin_session(account.person)
    headers = {"Accept-Language": "fr", "Origin": HERE, "Cookie": f"{COOKIE}{GROUP}={session}"}
    with TestClient(create_site(told, GROUP), base_url=HERE, headers=headers) as client:
        yield client


def walked(client: TestClient, start: str) -> Iterator[tuple[str, Read]]:
    """Every page that links of the group lead to, each once, as it stands now."""
    waiting, seen = [start], {start}
    while waiting and len(seen) <= MOST_PAGES:
        address = waiting.pop(0)
        answered = client.get(address)
        # What a rule governs is asked for by a query, which is left out here.
        assert answered.status_code in ((422,) if address.endswith("/governing") else (200, 404)), address
        if not answered.headers["Content-Type"].startswith("text/html"):
            continue
        read = Read(answered.text)
        yield address, read
        for link in read.links:
            found = urlsplit(urldefrag(urljoin(address, link)).url)._replace(query="").geturl()
            month = found.rpartition("/")[2]
            elsewhere = re.fullmatch(r"\d{4}-\d\d", month) and month not in MONTHS
            if found.startswith(start) and "/proofs/" not in found and found not in seen and not elsewhere:
                seen.add(found)
                waiting.append(found)
    assert not waiting


def test_no_sentence_of_ours_is_left_in_english(french: TestClient) -> None:
    pages = list(walked(french, f"/groups/{GROUP}"))
    # The rules themselves are the features that are run: they are written in English.
    ours = [(address, read) for address, read in pages if f"/groups/{GROUP}/rulebook" not in address]
    assert len(ours) > 30
    assert {address: read.english for address, read in ours if read.english} == {}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/members/Nobody", 404, "Introuvable : membre Nobody."),
        ("/runs/platform/2026-13", 422, "Mois : un mois s’écrit comme"),
        ("/members/Aval/statements/abcd", 422, "Année : la valeur doit être un nombre entier."),
        ("/explanations/Aval/platform/2026-03", 404, "n’a rien à répartir pour mars 2026"),
        ("/nowhere", 404, "Rien n’est servi à cette adresse."),
        (
            "/what-if?contract=nope&rounding=largest-remainder&effective_from=2026-01",
            404,
            "introuvable : contrat nope",
        ),
        (
            "/what-if?contract=platform&rounding=largest-remainder&effective_from=x",
            422,
            "un mois s’écrit comme",
        ),
        ("/what-if?change=[", 422, "ce n’est pas du JSON"),
    ],
)
def test_what_is_refused_is_refused_in_french(french: TestClient, path: str, status: int, said: str) -> None:
    answered = french.get(f"/groups/{GROUP}{path}")
    assert answered.status_code == status
    read = Read(answered.text)
    assert said in re.sub(r"\s+", " ", " ".join(read.text))
    assert read.english == []


def test_the_vote_and_the_share_are_told_with_figures_as_french_writes_them(french: TestClient) -> None:
    share = _text(french.get(f"/groups/{GROUP}/explanations/Aval/platform/2026-01"))
    for said in (
        "7 000,00 EUR sont répartis entre Aval, Brume et Cime.",
        "au prorata de « calls », au total 3 + 2 + 2 = 7.",
        "Aval supporte 3/7 de 7 000,00 EUR = 3 000,00 EUR.",
        "la somme des quotes-parts est de 7 000,00 EUR, soit ce qui était à répartir.",
    ):
        assert said in share
    vote = _text(french.get(f"/groups/{GROUP}/resolutions/Confluence/{READ}"))
    assert "quorum : 3 sur 3 participent" in vote
    assert "à partir de février 2026" in vote


def test_a_faulty_file_is_mended_in_french(french: TestClient) -> None:
    form = french.get(f"/groups/{GROUP}/costs/import").text
    fields = {name: _field(form, name) for name in ("csrf", "key")}
    faulty = costs_of("2026-99").replace("300,00", "3.000")
    files = {"file": ("faulty.csv", faulty.encode(), "text/csv")}
    answered = french.post(f"/groups/{GROUP}/costs/import", data=fields, files=files)
    assert answered.status_code == 422
    read = Read(answered.text)
    said = re.sub(r"\s+", " ", " ".join(read.text))
    assert "un mois s’écrit 2017-03 ou 03/2017" in said
    assert "milliers ou décimales ?" in said
    assert read.english == []


def _text(answered: Response) -> str:
    read = Read(answered.text)
    assert read.english == []
    return re.sub(r"\s+", " ", " ".join(read.text))


def _field(form: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    assert found is not None
    return found[1]
