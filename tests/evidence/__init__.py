"""Evidence for an outsider: bundles, ledgers, certificates and their verification."""
