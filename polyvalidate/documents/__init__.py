"""What a student takes away: the statement, section 6.1 of the diploma supplement, the European credential, badges; and
their PDF.
"""
