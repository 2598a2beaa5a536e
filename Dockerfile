# Kronika in a container: docker build --tag kronika .
#
# What it stands on is installed at the locked versions, each checked by its hash. It runs as a user who owns nothing but
# the folder of keys and evidence, and writes nowhere else: the root of the container may be read-only.
FROM python:3.11-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
COPY requirements/runtime.txt .
RUN python -m venv /srv/packages \
    && /srv/packages/bin/python -m pip install --no-deps --require-hashes --requirement runtime.txt \
    && /srv/packages/bin/python -m pip uninstall --yes pip

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Kronika" \
      org.opencontainers.image.licenses="EUPL-1.2"
ENV PATH=/srv/packages/bin:$PATH \
    PYTHONPATH=/srv/kronika \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    KRONIKA_KEYS=/var/lib/kronika/keys \
    KRONIKA_EVIDENCE=/var/lib/kronika/evidence
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin kronika \
    && install --directory --owner kronika --group kronika --mode 0700 \
        /var/lib/kronika /var/lib/kronika/keys /var/lib/kronika/evidence
COPY --from=packages /srv/packages /srv/packages
WORKDIR /srv/kronika
COPY pyproject.toml /srv/kronika/pyproject.toml
COPY domain /srv/kronika/domain
COPY application /srv/kronika/application
COPY projections /srv/kronika/projections
COPY adapters /srv/kronika/adapters
COPY data /srv/kronika/data
# Without an installer the program still knows its version.
RUN python -c "import tomllib; from pathlib import Path; version = tomllib.loads(Path('pyproject.toml').read_text())['project']['version']; folder = Path(f'kronika-{version}.dist-info'); folder.mkdir(); (folder / 'METADATA').write_text(f'Metadata-Version: 2.1\nName: kronika\nVersion: {version}\n')" \
    && python -m compileall -q /srv/kronika
USER kronika
VOLUME ["/var/lib/kronika/keys", "/var/lib/kronika/evidence"]
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "adapters.cli"]
CMD ["--help"]
