"""What the registry office and the jury do: ``acts`` on top, which alone touches disk and Git, above ``jury``,
``exchange`` and ``follow``, above ``register``, above ``lists``.

Names, numbers and addresses are here on purpose, and nowhere else: nothing of them is given to what writes the
repository, save pseudonyms, programmes, profiles and accounts (``roster.Change.wanted``).
"""
