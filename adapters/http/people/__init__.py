"""Who asks: tokens, logins, sessions, and the office's OpenID provider."""
