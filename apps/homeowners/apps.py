from django.apps import AppConfig


class HomeownersConfig(AppConfig):
    name = "apps.homeowners"
