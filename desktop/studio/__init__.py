"""The page for training autoencoders on one's own pictures, and for seeing what they have learned."""
