"""Each page says the same as data; each amount leads to what explains it; each picture has its table."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from interfaces.api.tables import CSV, XLSX
from interfaces.composition import Home
from interfaces.web.app import PAGES, create_site
from interfaces.web.numbers import amount
from tests.interfaces.api_world import HERE
from tests.interfaces.web.story import GROUP
from tests.interfaces.web.tree import Element, read

PLACES = {
    "member": "Aval",
    "year": "2026",
    "contract": "platform",
    "month": "2026-02",
    "agreement": "Confluence",
    "number": "R1",
    "step": "1",
    "reference": "Meeting on R1",
    "subject": "allocation",
    "topic": "shares",
}
# A file to download is no page, and where somebody comes in says nothing of the ledger.
NO_PAGES = ("/proofs/", "/login", "/rulebook/governing")
ASKED = (
    "/what-if?agreement=Confluence&number=R1&outcome=refused",
    "/resolutions/Confluence/R4",
    "/work?period=2026",
    "/rulebook/governing?kind=run&code=platform&part=2026-02",
)
NAMES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
AMOUNT = re.compile(r"[−+]?[0-9,]+\.[0-9]{2}")
EXPLAINS = re.compile(
    r"#|/groups/told/(explanations|members|runs|costs|flows|contracts|resolutions|agreements|what-if|work)\b"
)
# Amounts that nothing in the ledger lies behind: what they rest on stands beside them, outside it.
RECORDED = {
    "documents": "a document line is a recorded fact: its supporting document is named and hashed beside it"
}


@pytest.fixture(scope="module")
def client(told: Home) -> Iterator[TestClient]:
    """A controller's browser, without the browser."""
    with TestClient(create_site(told, GROUP), base_url=HERE) as opened:
        opened.post(f"/groups/{GROUP}/demo-login", data={"role": "controller"}, headers={"Origin": HERE})
        yield opened


def paths() -> list[str]:
    """Every page of the route table, and some that only an address with a question shows."""
    routes = [r for module in PAGES for r in module.routes.routes]
    found = [r.path for r in routes if isinstance(r, APIRoute) and "GET" in r.methods]
    filled = [re.sub(r"\{(\w+)(:path)?\}", lambda place: PLACES[place[1]], path) for path in found]
    return [*(path for path in filled if not path.startswith(NO_PAGES)), *ASKED]


def shows_a_table(path: str, main: Element) -> bool:
    """Whether it shows figures of the ledger in rows; the tables of a rule are its text."""
    return bool(main.find("table")) and not path.startswith("/rulebook/")


def page_of(client: TestClient, path: str) -> Element:
    answered = client.get(f"/groups/{GROUP}{path}", headers={"Accept-Language": "en"})
    assert answered.status_code == 200, (path, answered.text)
    return read(answered.text)


def main_of(page: Element) -> Element:
    [main] = page.find("main")
    return main


@pytest.mark.parametrize("path", paths())
def test_a_page_has_its_data_twins_of_the_same_position_and_total(client: TestClient, path: str) -> None:
    page = page_of(client, path)
    main, [footer] = main_of(page), page.find("footer")
    twins = [
        {link.text: link.attributes["href"] for link in one.find("a")} for one in footer.find(css="twins")
    ]
    shows_figures = bool(shows_a_table(path, main) or main.find(css="figure"))
    if not twins:
        # A form that says nothing of the ledger: programs send a command instead.
        assert not shows_figures, f"{path} shows figures and has no data twin"
        assert "/openapi.json" in [link.attributes["href"] for link in footer.find("a")], path
        return
    assert set(twins[0]) == {"JSON", "CSV", "XLSX"} if shows_a_table(path, main) else "JSON" in twins[0]
    at = int(main.attributes["data-at"])
    for links in twins:
        read_json = client.get(links["JSON"])
        assert (read_json.status_code, read_json.json()["group"]) == (200, GROUP), links
        assert read_json.json()["position"] == at
        if "CSV" in links:
            in_csv, in_xlsx = rows_of_csv(client, links["CSV"], at), rows_of_xlsx(client, links["XLSX"], at)
            assert in_csv == in_xlsx
            if links is twins[0]:
                assert says_the_same(main, in_csv), (path, in_csv)


def rows_of_csv(client: TestClient, link: str, at: int) -> list[list[str]]:
    answered = client.get(link)
    assert (answered.status_code, answered.headers["etag"]) == (200, f'"{at}.csv"'), link
    assert answered.headers["content-type"].startswith(CSV)
    # What the guard against formulas puts before a cell is not part of what it says.
    rows = csv.reader(io.StringIO(answered.content.decode("utf-8-sig")))
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def rows_of_xlsx(client: TestClient, link: str, at: int) -> list[list[str]]:
    answered = client.get(link)
    assert (answered.status_code, answered.headers["etag"]) == (200, f'"{at}.xlsx"'), link
    assert answered.headers["content-type"] == XLSX
    with zipfile.ZipFile(io.BytesIO(answered.content)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(t.itertext()) for t in shared.findall("s:si", NAMES)]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [
            texts[int(cell.findtext("s:v", "", NAMES))]
            if cell.get("t") == "s"
            else cell.findtext("s:v", "", NAMES)
            for cell in row.findall("s:c", NAMES)
        ]
        for row in sheet.findall("s:sheetData/s:row", NAMES)
    ]


def says_the_same(main: Element, table: Sequence[Sequence[str]]) -> bool:
    """The sums of a column of amounts stand on the page, or each amount does; without amounts, each row has its own."""
    head, rows = table[0], table[1:]
    parts: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        parts.setdefault(row[head.index("what")] if "what" in head else "", []).append(row)
    columns = [place for place, name in enumerate(head) if name.endswith("amount")]
    if not columns:
        shown = [
            [
                row
                for row in body.find("tr")
                if not row.find("td") or "colspan" not in row.find("td")[0].attributes
            ]
            for each in main.find("table")
            for body in each.find("tbody")
        ]
        return not shown or len(rows) in (len(shown[0]), sum(map(len, shown)))
    words = set(main.text.replace("\N{NO-BREAK SPACE}", " ").split())
    said = {word.strip(".,") for word in words}
    return any(
        all(_is_said(_cents(of, place), said) for of in parts.values())
        or all(_is_said(_cents([row], place), said) for row in rows if row[place] != "0.00")
        for place in columns
    )


def _is_said(cents: int, said: set[str]) -> bool:
    return bool({amount(cents, "en"), amount(cents, "en", signed=True)} & said)


def _cents(rows: Sequence[Sequence[str]], place: int) -> int:
    return int(100 * sum(Decimal(row[place] or "0") for row in rows))


def test_a_form_that_no_page_knows_is_refused_and_a_browser_is_given_the_page(client: TestClient) -> None:
    refused = client.get(f"/groups/{GROUP}/members?format=pdf")
    assert refused.status_code == 422
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get(f"/groups/{GROUP}/members", headers=browser).text.startswith("<!doctype html>")
    table = client.get(f"/groups/{GROUP}/members", headers={"Accept": CSV}).text
    assert table.startswith("\ufeffmember,year,borne_cents")


def test_each_amount_leads_to_what_explains_it(client: TestClient) -> None:
    amounts, without = 0, []
    for path in paths():
        for cell in main_of(page_of(client, path)).find("td", "n"):
            row, table = cell.within("tr"), cell.within("table")
            assert row is not None
            assert table is not None
            if not AMOUNT.fullmatch(cell.text):
                continue
            amounts += 1
            # A sum is explained by what it sums, in its row or above it.
            if cell.within("tfoot") or "sum" in cell.classes or not RECORDED.keys().isdisjoint(table.classes):
                continue
            if not any(EXPLAINS.match(link.attributes["href"]) for link in row.find("a")):
                without.append(f"{path}: {row.text}")
    assert amounts > 60
    assert without == [], "\n".join(without)


def test_each_picture_has_its_table(client: TestClient) -> None:
    drawn = set()
    for path in paths():
        main = main_of(page_of(client, path))
        cells = {cell.text for cell in main.find("td", "n")}
        for picture in main.find("svg"):
            drawn.add(path)
            assert picture.attributes["role"] == "img"
            assert main.find("table"), path
            said = [text.text for text in picture.find("text") if AMOUNT.fullmatch(text.text)]
            assert set(said) <= cells, path
    assert {"/flows/2026", "/replay/1"} <= drawn
