"""The toolkit as an installed app: templates tags and commands, no tables."""

from django.apps import AppConfig


class FalseosConfig(AppConfig):
    """The project's own app."""

    name = "falseos"
    verbose_name = "FalseOS"

    def ready(self) -> None:
        """Watch the records, so that what is computed from them follows."""
        from falseos.publication import listen

        listen()
