"""What does the loudspeaker say, and with which voice? Number and place → sentence → sound, without internet.

Nothing is imported here: the maker of sounds is a process of its own and must start quickly.
"""
