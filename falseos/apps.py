"""The toolkit as an installed app: template tags, commands and the history of records, no tables of its own."""

from django.apps import AppConfig


class FalseosConfig(AppConfig):
    """The project's own app."""

    name = "falseos"
    verbose_name = "FalseOS"

    def ready(self) -> None:
        """Watch the records, so that what is computed from them follows, and keep the history of each.

        The tables of the history belong to each record's own app.
        """
        from falseos.content.spec import all_specs
        from falseos.history import keep_history
        from falseos.publication import listen

        listen()
        for spec in all_specs():
            keep_history(spec.model)
