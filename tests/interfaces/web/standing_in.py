"""What stands in the forms of a page, as a browser would send it: the page's own example, sent back."""

from __future__ import annotations

from html.parser import HTMLParser

Sent = dict[str, list[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sent] = []
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        match tag:
            case "form":
                self.forms.append({})
            case "input" if name and self.forms:
                ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
                if ticked and given.get("type") != "file":
                    self._put(name, given.get("value") or "")
            case "select" if name:
                self._select, self._options = name, []
            case "option" if self._select:
                self._options.append((given.get("value") or "", "selected" in given))
            case "textarea" if name:
                self._text = (name, [])

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)
        elif self._select and self._options and not self._options[-1][0]:
            self._options[-1] = (data.strip() if data.strip() != "–" else "", self._options[-1][1])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = [v for v, selected in self._options if selected] or [v for v, _ in self._options[:1]]
            for value in chosen:
                self._put(self._select, value)
            self._select = None
        elif tag == "textarea" and self._text:
            self._put(self._text[0], "".join(self._text[1]).removeprefix("\n"))
            self._text = None

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def standing(html: str, *names: str) -> Sent:
    """What stands in the form of the page that has all these fields."""
    parser = _Forms()
    parser.feed(html)
    return next(form for form in parser.forms if all(name in form for name in names))
