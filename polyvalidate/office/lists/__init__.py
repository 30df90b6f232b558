"""What the registry office keeps, makes and hands over: lists of students, the register of pseudonyms, letters,
statements, supplements, badges.

Pure: bytes and values in, values and bytes out. Names, numbers and addresses are here on purpose, and only here and in
``office``: nothing of this package is ever given to what writes the repository, save pseudonyms, programmes, profiles
and accounts (``roster.Change.wanted``).
"""
