"""The desk: what staff do, in a browser on their own machine.

Every act is the function that a command calls, and each page says which. Nothing here is kept: the record is.
Needs Starlette, uvicorn and python-multipart (extra ``desk``).
"""
