"""Several machines at one store on a server: one log, one that signs, and nobody who could tell from the log how many they were."""
