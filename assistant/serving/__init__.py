"""Answer the questions of many readers at once: in turn, from a cache, in processes of their own."""
