"""Second, slow implementations that must agree with the engine."""
