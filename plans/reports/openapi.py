"""What programs may ask of a plan, as an OpenAPI 3.1 document made from the tables themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from plans.reports.data_files import CHANGE_COLUMNS, DATA_FILES, DataFile

MOST_ROWS, USUAL_ROWS = 5000, 200
CHANGES = "What is different on a day from an earlier one, a row a field."
ANY: dict[str, Any] = {"type": ["string", "number", "null"]}
AS_AT = {
    "name": "as_at",
    "in": "query",
    "description": "The day to show, YYYY-MM-DD; today if left out.",
    "schema": {"type": "string", "format": "date"},
}
ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}


SINCE = {
    "name": "since",
    "in": "query",
    "required": True,
    "description": "The earlier day to compare with, YYYY-MM-DD.",
    "schema": {"type": "string", "format": "date"},
}


def openapi(server: str, filters: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the document; `server` is the address that its paths begin at.

    `filters` are those of each table that has any: what each is called in an address, and what it is about.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Improvement plan tracker",
            "version": "1",
            "description": "Read only. A key is made under Your account, and opens one plan with its owner's rights.",
        },
        "servers": [{"url": server}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {
            "/plans/": _get(
                "The plan that the key opens, and where its tables are",
                {"$ref": "#/components/schemas/Plans"},
                [],
            ),
            "/plans/{plan}/position/": _get(
                "The position: the figures that pages and papers show", {"type": "object"}, [_plan(), AS_AT]
            ),
            **{
                f"/plans/{{plan}}/tables/{file.name}{ending}": describe(
                    file, _filters(filters.get(file.name, {}))
                )
                for file in DATA_FILES.values()
                for ending, describe in (("/", _table), (".csv", _csv))
            },
            "/plans/{plan}/changes/": _paged(CHANGES, CHANGE_COLUMNS, [SINCE], ("since", "sentence")),
            "/plans/{plan}/changes.csv": _as_csv(CHANGES, [SINCE]),
        },
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic", "description": "Any name, the key as password."},
            },
            "schemas": {
                "Plans": {
                    "type": "object",
                    "required": ["plans"],
                    "properties": {"plans": {"type": "array", "items": {"type": "object"}}},
                },
                "Error": ERROR,
            },
        },
    }


def _plan() -> dict[str, Any]:
    about = "The plan's short name, as its pages' addresses have it."
    return {
        "name": "plan",
        "in": "path",
        "required": True,
        "description": about,
        "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    }


def _get(summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]]) -> dict[str, Any]:
    wrong = {
        "description": "What is wrong, in words",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
                "304": {"description": "Unchanged since the ETag that was sent"},
                **dict.fromkeys(("400", "401", "403", "404", "429"), wrong),
            },
        }
    }


def _filters(labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the filters of a list as parameters; their values are those that its page's address has."""
    return [
        {"name": name, "in": "query", "description": label, "schema": {"type": "string"}}
        for name, label in labels.items()
    ]


def _table(file: DataFile, filters: list[dict[str, Any]]) -> dict[str, Any]:
    return _paged(file.about, ("plan", "as_at", *file.columns), filters)


def _csv(file: DataFile, filters: list[dict[str, Any]]) -> dict[str, Any]:
    return _as_csv(file.about, filters)


def _paged(
    about: str, columns: Sequence[str], parameters: list[dict[str, Any]], more: Sequence[str] = ()
) -> dict[str, Any]:
    rows = {"type": "object", "required": list(columns), "properties": dict.fromkeys(columns, ANY)}
    properties = {
        "plan": {"type": "string"},
        "as_at": {"type": "string", "format": "date"},
        "table": {"type": "string"},
        **{name: {"type": "string"} for name in more},
        "count": {"type": "integer"},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "next": {
            "type": ["string", "null"],
            "description": "The address of the next page; null on the last.",
        },
        "rows": {"type": "array", "items": rows},
    }
    whole_number = {"type": "integer", "minimum": 1}
    paging = [
        {"name": "page", "in": "query", "schema": {**whole_number, "default": 1}},
        {
            "name": "per_page",
            "in": "query",
            "schema": {**whole_number, "maximum": MOST_ROWS, "default": USUAL_ROWS},
        },
    ]
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return _get(about, schema, [_plan(), AS_AT, *parameters, *paging])


def _as_csv(about: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    described = _get(f"{about} As CSV, whole.", {}, [_plan(), AS_AT, *parameters])
    described["get"]["responses"]["200"]["content"] = {"text/csv": {"schema": {"type": "string"}}}
    return described
