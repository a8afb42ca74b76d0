"""The lines of the screen, from what is shown and where somebody is: nothing else goes into them, and no line is too long.

Start reading at `screen.screen_of`.
"""
