"""The address of all recycle bins."""

from django.urls import path

from apps.core.bins import views

urlpatterns = [path("", views.bins, name="bins")]
