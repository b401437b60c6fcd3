"""The address of all recycle bins."""

from django.urls import path

from apps.kit.trash import views

urlpatterns = [path("", views.bins, name="bins")]
