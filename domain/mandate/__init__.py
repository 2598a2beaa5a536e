"""The SGEI mandate: a provider is entrusted with a service, compensated for it, and checked for overcompensation."""
