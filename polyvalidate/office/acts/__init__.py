"""What the registry office and the jury do to a register and a repository.

The only floor of ``office`` that touches disk and Git.
"""
