"""A takeover from Moodle in words: what is taken over, what is not and why; then what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from polyvalidate.cli.kit.at_once import AtOnce, Outcome
from polyvalidate.model.words import Text, plain
from polyvalidate.office.acts.take_over import Takeover
from polyvalidate.office.exchange.moodle_export import Export
from polyvalidate.office.lists.cells import shown

MOST, MOST_BY_REASON = 10, 5
"""Students shown one by one: of one kind, for one reason."""


def outcome(
    done: Takeover, export: Export, unmapped: Mapping[str, int], names: Mapping[str, str], lang: str
) -> list[str]:
    """What was read, what is taken over by activity, which caps are met, what is left aside."""
    told = Outcome(names, lang)
    told.say(
        Text(
            "Export : {n} {n:activité|activités}, {kind} ({form})\n"
            "{known} {known:élève reconnu|élèves reconnus} ; {years} ; {code}\n",
            "Export: {n} {n:item|items}, {kind} ({form})\n"
            "{known} {known:student|students} recognised; {years}; {code}\n",
        ),
        n=len(export.items),
        kind=Text("notes", "grades") if export.graded else Text("achèvement", "completion"),
        form=export.form,
        known=done.recognised,
        years=", ".join(done.years) or "—",
        code=done.holder.code,
    )
    counts = Counter(one.path.rpartition("/")[2].partition("-")[0] for one in done.credited)
    told.count(
        len(done.credited),
        Text("{n:reprise|reprises}, {granted:points}", "taken over, {granted:points}"),
        [" · ".join(Text("{code} : {n}", "{code}: {n}").of(lang, code=c, n=n) for c, n in sorted(counts.items()))],
        granted=sum(one.computed for one in done.credited),
    )
    told.capped(done.credited, MOST)
    similar = Text(
        "{n:a|ont} aussi une déclaration de la même activité, la même année : vérifiez que ce n'est pas la même chose",
        "{n:has|have} a declaration of the same activity and year besides: check that it is not the same thing",
    )
    told.similar(done.credited, similar, MOST)
    known = [aside for aside in done.asides if aside.known]
    told.set_aside(known, Text("{n:déjà reprise|déjà reprises}", "taken over already"))
    rest = [aside for aside in done.asides if not aside.known]
    told.set_aside(rest, Text("{n:laissée|laissées} de côté", "left aside"), MOST_BY_REASON)
    told.count(export.zeros, Text("{n:note|notes} de 0 : rien n'en est repris", "{n:grade|grades} of 0: none"))
    told.count(
        len(unmapped),
        Text(
            "{n:activité|activités} de Moodle sans code de la grille : complétez le fichier de --map, ou "
            "laissez-{n:la|les}",
            "{n:item|items} of Moodle without a code of the grid: complete the file of --map, or leave {n:it|them}",
        ),
        [f"{shown(name)} ({number})" for name, number in sorted(unmapped.items())],
    )
    return told.lines


def at_once(done: Takeover, digest: str, lang: str) -> AtOnce:
    """What would be written; the message keeps which years, how many, from which file, who decided."""
    notes = []
    if done.read_twice and done.second is not None:
        notes.append(
            Text(
                "{n} {n:nomme|nomment} une seconde lecture : envoyez-{n:la|les} par une demande (pull request), que"
                " {reader} approuve.",
                "{n} {n:names|name} a second reader: send {n:it|them} by a pull request, which {reader} approves.",
            ).filled(n=done.read_twice, reader=done.second.code)
        )
    notes.append(
        Text(
            "Gardez l'export, hors du dépôt : son empreinte est dans le message du commit.",
            "Keep the export, out of the repository: its digest is in the message of the commit.",
        )
    )
    what = Text("{n:reprise|reprises} de Moodle, {n:évaluée|évaluées}", "taken over from Moodle, evaluated")
    message = Text(
        "Reprise de Moodle {years} : {n} {n:déclaration|déclarations}\n\nExport : sha256 {digest}",
        "Taken over from Moodle {years}: {n} {n:declaration|declarations}\n\nExport: sha256 {digest}",
    ).of(lang, years=", ".join(done.years), n=len(done.credited), digest=digest)
    said = f"{plain(message)}\n\nEvaluated-by: {done.holder.code}\n"
    return AtOnce(done.files, done.asides, done.findings, done.holder.code, what, said, notes)
