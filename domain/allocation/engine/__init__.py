"""The allocation engine: keys as data, methods as pure functions over exact rationals, each explaining itself."""
