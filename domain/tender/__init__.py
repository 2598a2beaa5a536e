"""The tender: how the provider of a service is chosen, from the plan to the award of every lot."""
