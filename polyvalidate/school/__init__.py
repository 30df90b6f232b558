"""A school's repository, opened: checked, a request judged, merged and landed, its history audited, its queue.

``api`` is what other programs may call.
"""
