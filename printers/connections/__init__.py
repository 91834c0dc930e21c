"""Over which wire do bytes reach a printer? One file for each wire; `delivery` says what became of them."""
