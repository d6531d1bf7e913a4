# One image for web, worker and migrations. No compiler, no root, no secret in any layer.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.txt requirements-embeddings.txt ./
RUN /opt/venv/bin/pip install -r requirements.txt \
    && /opt/venv/bin/pip install --no-deps -r requirements-embeddings.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=openhouse.settings.production \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media \
    AUDIT_SEAL_FILE=/srv/seals/audit-seals.jsonl
# For scanned pages, where the setting OCR asks for it; English and Irish. Debian keeps one version of each only.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-gle \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --user-group --uid 10001 --home-dir /srv --shell /usr/sbin/nologin openhouse \
    && install -d -o openhouse -g openhouse -m 0700 /srv/media /srv/seals
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/openhouse
COPY . .
# Static files need settings but no secret: these values exist in this one command only.
RUN DJANGO_SETTINGS_MODULE=openhouse.settings.dev SECRET_KEY=build JWT_SIGNING_KEY=build GATE_KEY=build \
    DATABASE_URL=postgresql:///build python manage.py collectstatic --no-input -v0
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "openhouse.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
