"""Values and words: what a grid, a folder and a decision are once they are well formed, points and their score, paths,
findings, and one way to say a thing in French and English. Pure, and knows nothing of the other rooms.
"""
