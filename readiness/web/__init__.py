"""Pages: views, forms, page models, access."""
