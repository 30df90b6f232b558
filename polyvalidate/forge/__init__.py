"""Forges: facts in, plan out. What a forge says of a request becomes data; what must be written there is data first.

``http`` is the only module of the program that speaks HTTP. ``facts``, ``github_events``, ``github_plan``, ``commands``
and ``answering`` are pure; ``github`` joins both; ``commanding`` reads the repository for the commands of a comment.
"""
