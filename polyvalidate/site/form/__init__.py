"""The form in which a student declares: its questions, its words, what the script needs."""
