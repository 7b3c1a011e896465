print("geul")
