"""OpenAPI from the classes that requests are read with: parameters, bodies, answers, problems, examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI

from debar.service.problems import MEDIA_TYPE, Problem

Document = dict[str, Any]
_REF = "#/components/schemas/{name}"


class Shapes:
    """The schemata of the classes that the documents name."""

    def __init__(self) -> None:
        self.types: dict[str, Any] = {}

    def ref(self, shape: Any) -> Document:
        """A reference to a class."""
        self.types[shape.__name__] = shape
        return {"$ref": _REF.format(name=shape.__name__)}

    def components(self) -> Document:
        """All schemata that are referred to, and those that they refer to."""
        _, found = msgspec.json.schema_components(self.types.values(), ref_template=_REF)
        return {name: _plain(one) for name, one in found.items()}


SHAPES = Shapes()
_PATHS = {
    "dataset": (
        "default",
        "A list (`us-ofac-sdn`), `default` for all of them, or a collection (`sanctions`); see `/catalog`.",
    ),
    "entity_id": ("us-ofac-35096", "debar's id of a party."),
    "prop": ("sanctions", "A property that holds other things."),
}
_FAILURES = {
    400: "The request cannot be used.",
    404: "There is no such party, list or collection.",
    413: "The request is too large.",
    422: "No edition of the past day asked for is held; never to be read as clear.",
    502: "The server of an address did not deliver.",
    503: "Not fit to screen, or too busy; never to be read as clear.",
}


def operation(
    parameters: type[msgspec.Struct],
    *,
    answer: Any = None,
    body: Any = None,
    example: Any = None,
    answers: Any = None,
    media: str = "application/json",
    fails: tuple[int, ...] = (400, 404, 413, 422, 503),
    more: Mapping[str, Any] | None = None,
    path: tuple[str, ...] = (),
) -> Document:
    """What FastAPI's ``openapi_extra`` takes.

    Args:
        parameters: the class of the query string.
        answer, body: classes of what is sent and got; None for any JSON.
        example, answers: an example of the body, and of the answer.
        media: the type of the answer.
        fails: the statuses of problems.
        more: further fields.
        path: the parameters in the path.
    """
    described: Document = {
        "parameters": [*map(_path_parameter, path), *_query_parameters(parameters)],
        "responses": {
            "200": {
                "description": "Done.",
                "content": {media: _content(answer, answers, media)},
            },
            **{str(status): _failure(status) for status in fails},
        },
    }
    if body is not None or example is not None:
        content = {"application/json": _content(body, example)}
        described["requestBody"] = {"required": True, "content": content}
    return {**described, **(more or {})}


def install(app: FastAPI) -> None:
    """Give an app its whole document."""
    plain = app.openapi

    def openapi() -> Document:
        document = plain()
        components = document.setdefault("components", {}).setdefault("schemas", {})
        components |= SHAPES.components()
        for name in ("HTTPValidationError", "ValidationError"):
            components.pop(name, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _content(shape: Any, example: Any, media: str = "application/json") -> Document:
    plain: Document = {"type": "string"} if media.startswith("text/") else {}
    content: Document = {"schema": SHAPES.ref(shape) if shape is not None else plain}
    return {**content, "example": example} if example is not None else content


def _failure(status: int) -> Document:
    content = {MEDIA_TYPE: {"schema": SHAPES.ref(Problem)}}
    return {"description": _FAILURES.get(status, "It failed."), "content": content}


def _path_parameter(name: str) -> Document:
    example, description = _PATHS[name]
    schema = {"type": "string", "minLength": 1}
    about = {"description": description, "schema": schema, "example": example}
    return {"name": name, "in": "path", "required": True, **about}


def _query_parameters(given: type[msgspec.Struct]) -> list[Document]:
    (_,), found = msgspec.json.schema_components([given])
    shape = found[given.__name__]
    described = []
    for name, schema in shape["properties"].items():
        schema = _not_null(dict(schema))
        parameter: Document = {"name": name, "in": "query", "required": name in shape["required"]}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        if "examples" in schema:
            parameter["example"] = schema.pop("examples")[0]
        parameter["schema"] = _plain(schema)
        described.append(parameter)
    return described


def _not_null(schema: Document) -> Document:
    """A value of a query string is left out rather than null."""
    if "anyOf" in schema:
        some = [one for one in schema.pop("anyOf") if one != {"type": "null"}]
        schema = {**some[0], **schema} if len(some) == 1 else {**schema, "anyOf": some}
    if schema.get("default", 0) is None:
        del schema["default"]
    return schema


def _plain(value: Any) -> Any:
    """As JSON: tuples become lists."""
    return msgspec.to_builtins(value)
