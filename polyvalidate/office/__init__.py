"""The registry office at work: the register on its disk, the roster in the repository, letters, searches.

The only package that holds names and touches the disk. What it commits is ``student.yml`` files and nothing else.
"""
