"""The minutes of the jury: the table it works on, its decisions recorded, the minutes printed and verified.

Everything is computed from one commit. Names are added from the private register, outside the repository, or not at
all; nothing of this package is given to the site.
"""
