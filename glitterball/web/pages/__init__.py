"""The pages, a module each: a function takes what is looked at, and answers a `Page`."""
