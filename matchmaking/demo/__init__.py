"""The demo fair: an invented, lively fair on real HS codes. It knows every app, and no app knows it."""
