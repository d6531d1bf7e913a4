from django.apps import AppConfig


class AnomaliesConfig(AppConfig):
    name = "apps.anomalies"
