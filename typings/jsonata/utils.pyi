class Utils:
    NULL_VALUE: object
