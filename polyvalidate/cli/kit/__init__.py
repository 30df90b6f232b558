"""What every command is made of: the terminal and its language, options, dates, questions to a person."""
