"""Django REST framework: one parser, one authentication, one envelope of errors; nothing is open by default."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.core.authentication.PrincipalAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["apps.core.rbac.HasPermission"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.schema.DeclaredSchema",
    "EXCEPTION_HANDLER": "apps.core.problems.api_exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "STRICT_JSON": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "OpenHouse",
    "DESCRIPTION": "Homes, their documents, and an assistant that knows them.",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "DEFAULT_GENERATOR_CLASS": "apps.core.kept_schema.KeptSchemaGenerator",
    "SCHEMA_PATH_PREFIX": r"/api",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Fields of one name with other choices.
    "ENUM_NAME_OVERRIDES": {
        "AnswerOutcomeEnum": "apps.assistant.models.Outcome",
        "ScanOutcomeEnum": "apps.homeowners.models.ScanOutcome",
        "FindingStateEnum": "apps.anomalies.catalogue.State",
    },
}
