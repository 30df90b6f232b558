"""Files that a form of the desk brings: read in memory, within what a page takes, and written nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from polyvalidate.desk.guard import same
from polyvalidate.desk.pages import Fields, Web


class Brought(NamedTuple):
    """A file: what it is called, without any folder, and its bytes."""

    name: str
    data: bytes


Files = Mapping[str, Brought]
Does = Callable[[Web, Request, Fields, Files], Response]


async def received(web: Web, does: Does, request: Request) -> Response:
    """A form of ours with files, read and obeyed. A file of no bytes was not chosen."""
    async with request.form(max_files=4, max_fields=400) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not same(fields.get("token", ""), web.keys.form):
            raise HTTPException(403)
        files = {}
        for name, value in form.items():
            if isinstance(value, UploadFile) and value.filename and (data := await value.read()):
                files[name] = Brought(value.filename.replace("\\", "/").rpartition("/")[2][:200], data)
    return await run_in_threadpool(does, web, request, fields, files)
