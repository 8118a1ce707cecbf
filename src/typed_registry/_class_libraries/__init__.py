"""Classes with fields, whichever library defines them: attrs, dataclasses, typing, pydantic or msgspec.

- `field`: describes one field of a class.
- `class_library`: says what is asked of a library.
- `library_of`: finds the library that defines a class.

There is one module for each library. No library is imported here: a class of one exists only if the program
has imported it.
"""
