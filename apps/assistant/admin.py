"""What homes asked and were answered, in the enterprise admin: to read, not to change."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from apps.core.rbac import Permission
from apps.core.scoped_admin import InScopeFilter, TenantScopedAdmin

from .models import Conversation, FaqEntry, Guidance, Message, SearchLog

IN_DEVELOPMENT = ("development", InScopeFilter)


@admin.register(Conversation)
class ConversationAdmin(TenantScopedAdmin):
    view_permission = Permission.CONVERSATION_VIEW
    fields = ("unit", "homeowner", "development", "created_at")
    list_display = ("created_at", "unit", "homeowner", "development")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("unit", "homeowner", "development")
    search_fields = ("unit__unit_number", "homeowner__name")
    ordering = ("-created_at", "id")


@admin.register(Message)
class MessageAdmin(TenantScopedAdmin):
    view_permission = Permission.CONVERSATION_VIEW
    fields = (
        "unit",
        "homeowner",
        "question",
        "answer",
        "sources",
        "outcome",
        "engine",
        "mode",
        "latency_ms",
        "rating",
        "rating_reason",
        "sent_at",
        "note",
        "created_at",
    )
    readonly_fields = ("sources",)
    list_display = ("asked", "outcome", "unit", "development", "latency_ms", "created_at")
    list_filter = (IN_DEVELOPMENT, "outcome", "engine", "rating")
    list_select_related = ("unit", "development")
    search_fields = ("question", "answer", "unit__unit_number")
    ordering = ("-created_at", "-id")

    @admin.display(description="question", ordering="question")
    def asked(self, message: Message) -> str:
        return Truncator(message.question).chars(80)

    def sources(self, message: Message) -> SafeString | str:
        cited = message.citations.all()
        rows = ((c, f"version {c.version}" if c.version else c.get_source_display()) for c in cited)
        return format_html_join("", "<div>{}, {}</div>", rows) or "none"


@admin.register(SearchLog)
class SearchLogAdmin(TenantScopedAdmin):
    view_permission = Permission.CONVERSATION_VIEW
    fields = (
        *("query", "outcome", "mode", "audience", "development", "house_type_code"),
        *("top_score", "coverage", "results", "took_ms", "created_at"),
    )
    list_display = ("query", "outcome", "mode", "audience", "results", "took_ms", "development", "created_at")
    list_filter = (IN_DEVELOPMENT, "outcome", "audience")
    list_select_related = ("development",)
    search_fields = ("query",)
    ordering = ("-created_at", "id")


@admin.register(FaqEntry)
class FaqEntryAdmin(TenantScopedAdmin):
    view_permission = Permission.QUESTION_VIEW
    fields = ("question", "answer", "development", "house_type_code", "created_at", "updated_at")
    list_display = ("question", "house_type_code", "development", "updated_at")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("development",)
    search_fields = ("question", "answer")
    ordering = ("-created_at", "-id")


@admin.register(Guidance)
class GuidanceAdmin(TenantScopedAdmin):
    """To look at; builders write it at their development, where they can try what it does."""

    view_permission = Permission.ASSISTANT_MANAGE
    fields = ("development", "greeting", "not_found_note", "instructions", "other_names")
    list_display = ("development", "greeting")
    list_filter = (IN_DEVELOPMENT,)
    list_select_related = ("development",)
    search_fields = ("development__name",)
    ordering = ("development__name", "id")
