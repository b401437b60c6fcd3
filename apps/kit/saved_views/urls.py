"""The addresses of saved views, whatever list they are of."""

from django.urls import path

from apps.kit.saved_views import views

urlpatterns = [
    path("<int:pk>/", views.EditViewPage.as_view(), name="view"),
    path("<int:pk>/delete/", views.DeleteViewPage.as_view(), name="view-delete"),
]
