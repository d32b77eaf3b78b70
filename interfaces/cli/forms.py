"""What a command wants: its terms with their types and defaults, read off the command itself."""

from __future__ import annotations

from typing import Any

from application.commands import Command


def form_of(command: type[Command]) -> str:
    """The command's purpose, then a line a term: its name, what it is, and what it is when left out."""
    schema = command.model_json_schema()
    lines = [(command.__doc__ or "").strip()]
    for name, about in schema["properties"].items():
        wanted = "" if name in schema.get("required", ()) else f", {about.get('default')!r} when left out"
        lines.append(f"  {name}: {_words(about, schema)}{wanted}")
    return "\n".join(lines)


def _words(about: dict[str, Any], schema: dict[str, Any]) -> str:
    match about:
        case {"$ref": reference}:
            words = _words(schema["$defs"][reference.rsplit("/", 1)[1]], schema)
        case {"anyOf": forms}:
            words = " or ".join(_words(form, schema) for form in forms)
        case {"enum": values}:
            words = "one of " + ", ".join(map(repr, values))
        case {"type": "array"}:
            words = f"a list of {_words(about.get('items', {}), schema)}"
        case {"properties": parts}:
            words = ", ".join(f"{name}: {_words(part, schema)}" for name, part in parts.items())
            words = f"an object of {{{words}}}"
        case {"const": value}:
            words = repr(value)
        case _:
            words = str(about.get("format") or _PLAIN.get(about.get("type", ""), "anything"))
    return words


_PLAIN = {
    "string": "text",
    "integer": "integer",
    "boolean": "true or false",
    "object": "object",
    "null": "nothing",
}
