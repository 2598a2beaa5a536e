"""The answer to a question about everything: the rows that are asked for, page by page, or all of them as a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from adapters.exports.formats import FORMATS, Export
from adapters.exports.rows import RowSheet
from adapters.http.language import speech_of
from adapters.http.parameters import twice
from adapters.http.parts import Desk
from adapters.http.paths import identifier_in
from adapters.http.problems import invalid
from adapters.http.questions import cursors
from adapters.http.questions.answers import (
    FORMAT_OF,
    JSON,
    accepted,
    answer,
    has_already,
    not_modified,
    tag_headers,
    tag_of,
)
from adapters.http.questions.cursors import Cursor
from adapters.http.questions.moments import Times, as_of, known_day
from adapters.http.questions.program_words import by_orp, misspelt
from adapters.http.questions.providers import BY_PROVIDER, Providers
from adapters.http.questions.reading import Reader
from adapters.http.questions.table import Question, Wanted
from adapters.http.questions.waiting import BEHIND, not_yet
from adapters.http.questions.wishes import Wish, check_names, sorted_rows, taker
from adapters.telling.frames import encoded
from application.errors import NotFound
from domain.kernel.wrong_fields import FieldProblem
from projections.registry import REGISTRY, labels
from projections.report import as_of_position
from projections.view import View

MOST = 1000
MOMENTS = ("valid", "known", "known_seq")
PAGING = ("min_position", "start", "limit", "cursor", "sort")


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the rows is asked for, and in which order."""

    start: Annotated[int, Query(ge=0, le=2**31, description="From which row on; a cursor is safer.")] = 0
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many rows at most.")] = MOST
    cursor: Annotated[
        str | None,
        Query(max_length=cursors.LONGEST, description="`next` of the page before. It carries moments, filters, order."),
    ] = None
    sort: Annotated[
        str | None,
        Query(max_length=1000, description="Columns with commas between; with a minus before it backwards."),
    ] = None


class Listing:
    """One request to one question: what is wanted, as of when, by whom."""

    def __init__(self, request: Request, desk: Desk, question: Question, reader: Reader) -> None:
        self.request, self.desk, self.question, self.reader = request, desk, question, reader
        self.media = accepted(request)

    def answer(self, asked: Times, page: Page) -> Response:
        """The rows. Raises Problem, NotAllowed, ViewUnavailable."""
        reach = self.reader.check(self.question.name)
        cursor = cursors.read(page.cursor, self.question.name) if page.cursor else None
        wish = self._wish(page, cursor)
        at = self._moments(asked, cursor, wish)
        is_settled = reach.is_whole and (self.question.is_settled or self.media != JSON)
        tag = tag_of(*self._shaping(at, wish, page))
        if is_settled and has_already(self.request, tag):
            return not_modified(tag)
        rows = self._rows(at, wish)
        if self.media != JSON:
            return self._sheet(rows, at, wish, tag if is_settled else tag_of(tag, encoded(rows)))
        return self._page(rows, at, wish, page.limit, tag if is_settled else None)

    # What is asked for --------------------------------------------------------------------------------------------

    def _wish(self, page: Page, cursor: Cursor | None) -> Wish:
        pairs = self.request.query_params.multi_items()
        names = [one.name for one in self.question.asks]
        if repeated := twice([name for name, _ in pairs if name in {*MOMENTS, *PAGING, *names}]):
            raise invalid(repeated)
        filters = [(name, written) for name, written in pairs if name not in {*MOMENTS, *PAGING, *names}]
        if cursor is not None:
            self._check_alone(pairs)
            check_names(cursor.wish.filters, cursor.wish.sort, self.question.columns, ())
            return cursor.wish.model_copy(update={"given": self._given(dict(cursor.wish.given))})
        sort = [name.strip() for name in (page.sort or "").split(",") if name.strip()]
        check_names(filters, sort, self.question.columns, [*MOMENTS, *PAGING, *names])
        return Wish(
            given=self._given(self.request.query_params), filters=tuple(filters), sort=tuple(sort), offset=page.start
        )

    @staticmethod
    def _check_alone(pairs: Iterable[tuple[str, str]]) -> None:
        """A cursor says everything but the length of a page. Raises Problem."""
        others = sorted({name for name, _ in pairs} - {"cursor", "limit", "min_position"})
        if others:
            raise invalid([FieldProblem(name[:100], "value_error", "the cursor says this already") for name in others])

    def _given(self, asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """What the question has to be told. Raises Problem."""
        for one in self.question.asks:
            length = len(asked.get(one.name, "").strip())
            if not 1 <= length <= one.longest:
                code = "string_too_long" if length else "missing"
                raise invalid([FieldProblem(one.name, code, f"give 1 to {one.longest} characters")])
        return tuple((one.name, asked[one.name]) for one in self.question.asks)

    def _moments(self, asked: Times, cursor: Cursor | None, wish: Wish) -> Wanted:
        """The day, and the entry up to which every view that is read has come. Raises Problem, ViewUnavailable."""
        if cursor is not None:
            asked = Times(valid=cursor.valid, known_seq=cursor.known_seq, min_position=asked.min_position)
        at = as_of(self.desk.parts, asked)
        views = self._views(wish)
        position = as_of_position(self.desk.up_to_date(*views), views, known=at.known)
        if cursor is not None and position < cursor.known_seq:
            raise not_yet(BEHIND, reached=position, wanted=cursor.known_seq)
        names = {self.question.columns.aliases.get(name, name) for name, _ in wish.filters}
        known_on = known_day(self.desk.parts, asked, at.known)
        return Wanted(at.valid, position, bool(names & self.question.usual), dict(wish.given), known_on)

    def _views(self, wish: Wish) -> tuple[View, ...]:
        by_provider = BY_PROVIDER if any(name == "provider" for name, _ in wish.filters) else ()
        named = (REGISTRY,) if self.media != JSON else ()
        return tuple(dict.fromkeys((*self.question.views, *by_provider, *named)))

    def _shaping(self, at: Wanted, wish: Wish, page: Page) -> Iterable[object]:
        """Everything that the answer depends on, but for who may see it."""
        language = (speech_of(self.request).language, at.known_on) if self.media != JSON else ""
        limit = page.limit if self.media == JSON else ""
        return self.question.name, at.valid, at.known, wish.model_dump_json(), limit, self.media, language

    # The rows -----------------------------------------------------------------------------------------------------

    def _rows(self, at: Wanted, wish: Wish) -> Sequence[Any]:
        columns = self.question.columns
        providers = Providers(self.desk.database, self.question, known=at.known)
        takes = taker(wish, columns, {"provider": providers.taker, **by_orp(columns)}, self._file_named)
        rows = self.reader.rows(self.question.name, self.question.rows(self.desk, at))
        if wrong := misspelt(self.question.name, wish, columns, rows):
            raise invalid(wrong)
        if any(name == "provider" for name, _ in wish.filters):
            providers.look_up(rows)
        return sorted_rows([row for row in rows if takes(row)], wish, columns)

    def _file_named(self, written: str) -> UUID | None:
        try:
            return identifier_in(self.desk.parts.resolver, "entry", written)
        except NotFound:
            return None

    # The answer ---------------------------------------------------------------------------------------------------

    def _page(self, rows: Sequence[Any], at: Wanted, wish: Wish, limit: int, tag: str | None) -> Response:
        page = rows[wish.offset : wish.offset + limit]
        self.reader.note_rows(self.question.name, page, known=at.known)
        after = wish.offset + len(page)
        follows = after < len(rows)
        following = wish.model_copy(update={"offset": after})
        cursor = self._cursor(at, following) if follows else None
        data = {
            **at.given,
            "rows": self.question.told(self.desk, page),
            "total": len(rows),
            "next": cursor,
            "next_start": after if follows else None,
        }
        link = f'<{self.request.url.path}?cursor={cursor}&limit={limit}>; rel="next"' if follows else None
        times = {"valid": at.valid, "known_seq": at.known}
        return answer(self.request, self.question.name, data, times, tag=tag, link=link)

    def _cursor(self, at: Wanted, wish: Wish) -> str:
        return cursors.written(Cursor(question=self.question.name, valid=at.valid, known_seq=at.known, wish=wish))

    def _sheet(self, rows: Sequence[Any], at: Wanted, wish: Wish, tag: str) -> Response:
        """Every row, whatever page was asked for."""
        if has_already(self.request, tag):
            return not_modified(tag)
        self.reader.note_rows(self.question.name, rows, known=at.known)
        sheet = RowSheet(
            name=self.question.name,
            title=self.question.title,
            columns=tuple(self.question.columns.own.values()),
            rows=rows,
            valid=at.valid,
            as_of_position=at.known,
            named=lambda files: self._called(files, known=at.known),
            filters=(*wish.given, *wish.filters),
            sort=wish.sort,
            made_at=self.desk.parts.clock(),
            known_on=at.known_on,
        )
        return sheet_response(sheet.export(speech_of(self.request)), self.question.name, self.media, tag)

    def _called(self, files: Iterable[UUID], *, known: int) -> Mapping[UUID, str]:
        found = labels(self.desk.database, list(files), known=known)
        return {file: row.label or row.name or str(file) for file, row in found.items()}


def sheet_response(export: Export, name: str, media: str, tag: str) -> Response:
    """The sheet in this format, to be saved under its name."""
    body = BytesIO()
    extension = FORMAT_OF[media]
    FORMATS[extension](export, body)
    headers = tag_headers(tag)
    if media != JSON:
        headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return Response(body.getvalue(), media_type=media, headers=headers)
