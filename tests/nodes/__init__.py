"""Several machines at one store on a server: one log, one that signs, and from the log nobody tells how many they were."""
