"""Who is asking: access tokens for programs and devices, and whoever comes with one."""
