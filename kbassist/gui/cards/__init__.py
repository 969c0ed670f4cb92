"""The list of lines worth saying: how it is arranged, held, painted and worked with."""
