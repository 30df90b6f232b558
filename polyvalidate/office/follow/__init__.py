"""The follow-up of students: where each of them stands, what waits, who is at risk; tables, workbook, reminders.

Named only when the private register is given; pseudonyms otherwise.
"""
