"""What programs may ask of a plan, as an OpenAPI 3.1 document made from the tables themselves."""

from typing import Any

from plans.reports.data_files import DATA_FILES, DataFile

MOST_ROWS, USUAL_ROWS = 1000, 200
ANY: dict[str, Any] = {"type": ["string", "number", "null"]}
AS_AT = {
    "name": "as_at",
    "in": "query",
    "description": "The day to show, YYYY-MM-DD; today if left out.",
    "schema": {"type": "string", "format": "date"},
}
ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}


def openapi(server: str) -> dict[str, Any]:
    """Return the document; `server` is the address that its paths begin at."""
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
            **{f"/plans/{{plan}}/tables/{file.name}/": _table(file) for file in DATA_FILES.values()},
            **{f"/plans/{{plan}}/tables/{file.name}.csv": _csv(file) for file in DATA_FILES.values()},
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
        "schema": {"type": "string"},
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


def _table(file: DataFile) -> dict[str, Any]:
    rows = {
        "type": "object",
        "required": ["plan", "as_at", *file.columns],
        "properties": dict.fromkeys(("plan", "as_at", *file.columns), ANY),
    }
    properties = {
        "plan": {"type": "string"},
        "as_at": {"type": "string", "format": "date"},
        "table": {"type": "string"},
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
    return _get(file.about, schema, [_plan(), AS_AT, *paging])


def _csv(file: DataFile) -> dict[str, Any]:
    described = _get(f"{file.about} As CSV, whole.", {}, [_plan(), AS_AT])
    described["get"]["responses"]["200"]["content"] = {"text/csv": {"schema": {"type": "string"}}}
    return described
