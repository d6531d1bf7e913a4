from django.apps import AppConfig


class DevelopmentsConfig(AppConfig):
    name = "apps.developments"
