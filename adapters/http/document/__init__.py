"""The OpenAPI document and the directory: what there is, made from the commands and questions themselves."""
