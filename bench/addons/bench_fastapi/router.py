"""The requests of bench/peers.py, in the style of fastapi's readme and demo."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from odoo.api import Environment

from odoo.addons.fastapi.dependencies import odoo_env

UTC = datetime.timezone.utc
router = APIRouter()
Env = Annotated[Environment, Depends(odoo_env)]


class Post(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1)]
    quantity: Annotated[int, Field(ge=1)]


class Values(BaseModel):
    """The fields of a book that a caller writes."""

    name: Annotated[str, Field(min_length=1)]
    author: str | None = None
    published_date: datetime.date | None = None
    pages: Annotated[int, Field(ge=0)] = 0
    isbn: str | None = None
    available: bool = False
    borrower_id: int | None = None
    written: datetime.datetime | None = None


class Borrower(BaseModel):
    id: int
    display_name: str


class Book(BaseModel):
    id: int
    name: str
    author: str | None
    published_date: datetime.date | None
    pages: int
    isbn: str | None
    available: bool
    borrower_id: Borrower | None
    written: datetime.datetime | None

    @classmethod
    def of(cls, row):
        """:param row: dict as returned by ``read``"""
        borrower, written = row["borrower_id"], row["written"]
        return cls(
            id=row["id"],
            name=row["name"],
            author=row["author"] or None,
            published_date=row["published_date"] or None,
            pages=row["pages"],
            isbn=row["isbn"] or None,
            available=row["available"],
            borrower_id=borrower
            and Borrower(id=borrower[0], display_name=borrower[1])
            or None,
            written=written and written.replace(tzinfo=UTC) or None,
        )


class Books(BaseModel):
    data: list[Book]


FIELDS = [name for name in Book.model_fields if name != "id"]


@router.get("/hello")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


@router.post("/post")
async def post(body: Post) -> dict[str, int]:
    return {"sum": body.quantity * 3}


@router.get("/books")
async def books(env: Env, limit: int = 80) -> Books:
    rows = env["bench.book"].search_read([], FIELDS, limit=limit, order="id")
    return Books(data=[Book.of(row) for row in rows])


@router.post("/books", status_code=201)
async def create(env: Env, body: Values) -> Book:
    values = body.model_dump()
    if body.written:
        values["written"] = body.written.astimezone(UTC).replace(tzinfo=None)
    return Book.of(env["bench.book"].create(values).read(FIELDS)[0])
