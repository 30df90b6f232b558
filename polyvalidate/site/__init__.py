"""Makes the site: reads a repository, writes its pages, runs the builder, finishes what it built.

``polyvalidate.site.pages`` says what is in the pages; here are the disk, Git and processes.
"""
