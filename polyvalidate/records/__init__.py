"""What the registry office keeps, makes and hands over: lists and registers, statements, supplements, badges.

Pure: bytes and values in, values and bytes out.
"""
