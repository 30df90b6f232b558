"""A school's repository, opened: its book, its folders checked, a request judged, merged and landed, its history audited,
what waits put in a queue; and what other programs may call (``api``).
"""
