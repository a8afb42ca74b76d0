"""The vote gateway as a subject: one stream a gateway and week, whose sequence is the gateway's own gapless count."""
