"""The pages of the call desk: registers, wrap-up, customers, forms and what follows from a call."""
