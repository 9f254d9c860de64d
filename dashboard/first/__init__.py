"""The first screen: how we are doing, where we lose people, who needs a call, is it right."""
