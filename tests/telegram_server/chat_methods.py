"""Methods about chats and their members."""

from __future__ import annotations

from tests.telegram_server.records import ApiError, Json, bad_request
from tests.telegram_server.sending import Uploads
from tests.telegram_server.state import GONE, State

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat(state: State, params: Json, _: Uploads) -> object:
    """GetChat."""
    chat = state.chat(params["chat_id"])
    if chat.status in GONE and chat.kind != "private":
        raise ApiError(403, GONE[chat.status].format(kind=chat.kind))
    return chat.data | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}


def get_chat_member(state: State, params: Json, _: Uploads) -> object:
    """GetChatMember: the bot, or a user seen in the chat."""
    chat = state.chat(params["chat_id"])
    user_id = params["user_id"]
    if user_id == state.bot["id"]:
        return bot_member(state, chat.status)
    member = chat.members.get(user_id)
    if member is None:
        raise bad_request("user not found" if user_id not in state.users else "member not found")
    return member


def leave_chat(state: State, params: Json, _: Uploads) -> object:
    """LeaveChat; not for private chats."""
    chat = state.writable_chat(params)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.status = "left"
    return True


ADMINISTRATOR_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def bot_member(state: State, status: str) -> Json:
    """The bot as a ChatMember with this status: member, administrator, left or kicked."""
    member: Json = {"status": status, "user": state.author}
    if status == "administrator":
        member |= dict.fromkeys(ADMINISTRATOR_RIGHTS, False) | {
            "can_manage_chat": True,
            "can_delete_messages": True,
        }
    if status == "kicked":
        member["until_date"] = 0
    return member
