"""The toolkit as an installed app: template tags, commands and the history of records, no tables of its own."""

from django.apps import AppConfig


class FalseosConfig(AppConfig):
    """The project's own app."""

    name = "falseos"
    verbose_name = "FalseOS"

    def ready(self) -> None:
        """Keep the history of every record that fixtures hold; the tables belong to each record's own app."""
        from falseos.content.spec import all_specs
        from falseos.history import keep_history

        for spec in all_specs():
            keep_history(spec.model)
