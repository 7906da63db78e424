"""The packaged dataset: its columns, its files, how it is written so that no fault can break it, how it is proved."""
