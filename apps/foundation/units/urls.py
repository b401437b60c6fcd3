"""The address that says what is understood."""

from django.urls import path

from apps.foundation.units.views import understood

urlpatterns = [path("<slug:code>/", understood, name="understood")]
