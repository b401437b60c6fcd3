"""Signing in, and the one place that answers what a person may do (P1)."""

from django.contrib.auth.backends import ModelBackend

from apps.auth.models import User


class RoleBackend(ModelBackend):
    """Rights come from the role alone, fresh at every request."""

    def get_user(self, user_id):
        user = User.objects.select_related("role", "department").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None):
        return user_obj.is_active and perm in user_obj.rights

    def has_module_perms(self, user_obj, app_label):
        return user_obj.is_active and any(code.startswith(f"{app_label}.") for code in user_obj.rights)

    def get_all_permissions(self, user_obj, obj=None):
        return set(user_obj.rights) if user_obj.is_active else set()
