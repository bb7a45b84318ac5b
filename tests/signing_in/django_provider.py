"""A real OIDC provider in a process of its own: Django OAuth Toolkit, which shares no code with authlib.

    python django_provider.py FOLDER PORT CLIENT_ID CLIENT_SECRET CALLBACK SIGNED_OUT

People: ada (group compliance), bob (no group), each with the password ``PASSWORD``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PASSWORD = "correct horse battery staple"
_LOGIN = """<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>"""
_ASKED = """<form method="post">{% csrf_token %}{% for field in form %}{{ field }}{% endfor %}
<button name="allow" value="yes">Yes</button></form>"""


def settings(folder: Path) -> dict[str, object]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    templates = {"registration/login.html": _LOGIN, "oauth2_provider/logout_confirm.html": _ASKED}
    return {
        "SECRET_KEY": "of this test alone",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": "django_provider_site",
        "USE_TZ": True,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "provider.sqlite"),
                "OPTIONS": {"timeout": 20},
            }
        },
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "loaders": [("django.template.loaders.locmem.Loader", templates)],
                },
            }
        ],
        "LOGIN_URL": "/login",
        "OAUTH2_PROVIDER": {
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem,
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "ALLOWED_REDIRECT_URI_SCHEMES": ["http"],
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "profile": "", "email": "", "groups": ""},
            "OAUTH2_VALIDATOR_CLASS": "django_provider_site.Validator",
        },
    }


def prepare(client_id: str, client_secret: str, callback: str, signed_out: str) -> None:
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    ada = User.objects.create_user("ada", "ada@example.org", PASSWORD)
    ada.groups.add(Group.objects.create(name="compliance"))
    User.objects.create_user("bob", "bob@elsewhere.example", PASSWORD)
    Application.objects.create(
        client_id=client_id,
        client_secret=client_secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=callback,
        post_logout_redirect_uris=signed_out,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        sys.stderr.write(f"{self.command} {self.path.partition('?')[0]} {args[1] if len(args) > 1 else ''}\n")


def main(folder: str, port: str, *client: str) -> None:
    import django
    from django.conf import settings as configured
    from django.core.wsgi import get_wsgi_application

    configured.configure(**settings(Path(folder)))
    django.setup()
    prepare(*client)
    make_server("127.0.0.1", int(port), get_wsgi_application(), _Server, _Quiet).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
