"""Who may do what: roles, accounts, sessions, and the record of who came and what was changed."""
