"""Balances of a cohort into ``PublicTables``, and the attacker that tries to break them first.

``standing`` says where each student stands, ``partition`` makes groups from sizes alone, ``drawing`` the candidate
tables; ``knowledge``, ``aims`` and ``attacker`` are what a classmate knows, wants and can compute; ``releasing`` lets
through what the attacker cannot use; ``record`` keeps what was published. Pages, charts and exports import ``tables``
and nothing else.
"""
