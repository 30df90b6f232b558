"""Forges: what is proposed there is judged, told, and carried out. Start with ``sweeping``.

``adapter`` says what a forge must be able to do, ``github`` does it, and ``http`` alone in the program speaks HTTP.
Pure: ``facts`` and ``github_events`` (what a forge says), ``commands`` and ``appeals`` (what a comment says),
``reading`` (what evaluators decide by it), ``planning``, ``marks`` and ``answering`` (what is written). These read
the repository: ``judging`` a request, ``commanding``, ``correcting``, ``appealing`` and ``obeying`` a comment.
"""
