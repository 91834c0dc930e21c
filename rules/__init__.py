"""The office's rules as pure functions: values in, values out, `now` an argument, standard library only."""
