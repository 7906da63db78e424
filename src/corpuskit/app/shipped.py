"""The schemas that come with corpuskit."""

from __future__ import annotations

from importlib.resources import files


def shipped(name: str) -> str:
    """The text of the shipped JSON Schema of that file name, such as "article.schema.json"."""
    package = files("corpuskit")
    resource = package.joinpath("data", "schema", name)
    if not resource.is_file():
        # In a checkout the schemas lie in schema/ alone, their one true place; building the wheel puts them here.
        resource = package.joinpath("..", "..", "schema", name)
    return resource.read_text(encoding="utf-8")
