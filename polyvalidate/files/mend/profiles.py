"""The profile that tells of an individual threshold, replaced by that of the cycle: what is counted stays the same."""

from __future__ import annotations

from polyvalidate.files import edit, source
from polyvalidate.files.edit.document import Document, child, keys_of
from polyvalidate.files.mend.repairs import Kind, Mended, Repair, untouched
from polyvalidate.files.schema import Reader, read_student
from polyvalidate.model.grid import Book
from polyvalidate.model.profiles import same, tells


def with_the_cycle_s_profile(data: bytes, path: str, reader: Reader, book: Book) -> Mended:
    """Write the one ordinary profile that counts the same. Where several do, a person chooses; where none does,
    the balance would change, and nothing is mended."""
    parsed = source.parse(data)
    if not parsed.readable or not reader.accepts("student", parsed.data):
        return untouched(data)
    student = read_student(path, parsed.data)
    fitting = same(student, book) if tells(student, book) else ()
    if len(fitting) != 1:
        return untouched(data)
    try:
        mended = edit.respell(data, {("profile",): fitting[0]})
    except edit.Uneditable:
        return untouched(data)
    root = Document(data).root
    line = child(root, keys_of(root).index("profile")).start_mark.line + 1
    return Mended(mended, (Repair(Kind.PROFILE, line),))
