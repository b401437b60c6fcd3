"""What was uploaded: pictures of products (B2)."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_safe
from django.views.static import serve

from apps.basedata.rights import VIEW_PRODUCT


@require_safe
@permission_required(VIEW_PRODUCT, raise_exception=True)
def uploaded(request, path):
    """A picture, for whoever may see products (B2, P1)."""
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"  # a picture only
    return answer
