"""Background work. Without a broker URL a folder serves as the broker, which needs no server."""

from kombu import Exchange, Queue

from .env import LOCAL_DIR, env

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_FOLDER = env.str("BROKER_FOLDER", default=str(LOCAL_DIR / "broker"))
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": BROKER_FOLDER,
        "data_folder_out": BROKER_FOLDER,
        "control_folder": f"{BROKER_FOLDER}-control",
        "store_processed": False,
    }

# Vectors take hours for what is read in minutes, so a worker of their own makes them (`-Q embeddings`) and nothing else
# waits behind them. A worker without `-Q` does both. Queues that shared an exchange would get each other's messages.
QUEUES = ("celery", "embeddings")
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
CELERY_TASK_ROUTES = {name: {"queue": "embeddings"} for name in ("documents.embed", "assistant.read_questions")}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# How long a silent worker is believed to be reading; it renews this three times as often.
INGEST_LEASE_SECONDS = env.int("INGEST_LEASE_SECONDS", default=30)
# A list of homes with more rows than this is written in the background.
IMPORT_SYNC_ROWS = env.int("IMPORT_SYNC_ROWS", default=500)
DISPATCH_SECONDS = env.int("JOB_DISPATCH_SECONDS", default=10)
CELERY_BEAT_SCHEDULE = {
    "seal-audit": {"task": "audit.seal", "schedule": 60},
    "tell-refusals": {"task": "audit.tell_refusals", "schedule": 60},
    "upkeep": {"task": "core.upkeep", "schedule": 3600},
    "scan-anomalies": {"task": "anomalies.scan", "schedule": 60},
    "deliver-anomalies": {"task": "anomalies.deliver", "schedule": 20},
    "prune-anomalies": {"task": "anomalies.prune", "schedule": 24 * 3600},
    "prune-files": {"task": "documents.prune_files", "schedule": 24 * 3600},
    "audit-partitions": {"task": "audit.add_partitions", "schedule": 24 * 3600},
    "forget-client-errors": {"task": "audit.forget_client_errors", "schedule": 24 * 3600},
    "dispatch-imports": {"task": "homeowners.dispatch_imports", "schedule": DISPATCH_SECONDS},
    "dispatch-jobs": {"task": "documents.dispatch_jobs", "schedule": DISPATCH_SECONDS},
    "roll-up-analytics": {"task": "analytics.roll_up", "schedule": 20},
    "dispatch-embeddings": {"task": "documents.dispatch_embeddings", "schedule": 10},
}
