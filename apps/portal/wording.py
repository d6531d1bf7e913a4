"""Sentences that a page's script needs at run time. They travel in the page as data, translated here."""

from django.utils.translation import gettext_lazy as _

HOME = {
    "months": _("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"),
    "address": _("Address"),
    "unit": _("Home"),
    "house_type": _("House type"),
    "development": _("Development"),
    "builder": _("Builder"),
    "contact_emergency": _("Emergency"),
    "contact_site_office": _("Site office"),
    "contact_management_company": _("Management company"),
    "place": _("Page {page} · version {version}"),
    "place_recognised": _("Page {page} · version {version} · read from a picture, so check the page"),
    "bedrooms": _("Bedrooms"),
    "floor_area": _("Floor area"),
    "square_metres": _("{area} m²"),
    "room_size": _("{length} m by {width} m, {area} m²"),
    "must_read_waiting": _("{count} to read and confirm"),
    "to_confirm": _("Please read it, then confirm."),
    "confirmed": _("You confirmed version {version}, {when}"),
    "exported": _("Saved on this device."),
    "chats_forgotten": _("Your questions and answers are deleted."),
    "confirm_forget": _("Delete all your questions and answers? This cannot be undone."),
    "device_waits": _("{device} wants to join your home. Let it in if it shows the number {number}."),
    "page_picture": _("Page {page} of {title}, with the quoted words marked"),
    "page_picture_recognised": _("Page {page} of {title}, as it was scanned"),
    "sources": _("Sources: {count}."),
    "drawings": _("Drawings: {count}."),
    "wait": _("You can send it in {seconds} s."),
    "left": _("{count} characters left"),
    "opening": _("Opening {title}"),
    "not_opened": _("This document could not be opened. Please try again."),
    "loading": _("Loading"),
    "panel_failed": _("This could not be loaded. Close it and try again."),
    "no_documents": _("Your builder has not added documents yet."),
    "page": _("1 page"),
    "pages": _("{count} pages"),
    "version": _("version {version}"),
    "device": _("A device"),
    "this_device": _("This device"),
    "sign_out": _("Sign out"),
    "last_used": _("Last used {when}"),
    "rated": _("Thank you. Your builder sees ratings without your name."),
    "sent_to_builder": _("Sent to your builder, {when}. The answer will appear here."),
    "notice_until": _("{first} to {last}"),
    "not_said": _("That did not work. Please try again."),
}

DOCUMENTS = {
    "in_turn": _("Waiting its turn"),
    "sending": _("Sending: {percent} %"),
    "received": _("Received, waiting to be read"),
    "no_answer": _("No answer from the network. Try again."),
    "refused": _("This file was not accepted."),
    "wait": _("Waiting {seconds} s, then it goes on by itself."),
    "confirm_delete": _("Delete “{title}” and all its versions? Homeowners can no longer ask about it."),
    "failed": _("That did not work. Please try again."),
}

HOMES = {
    "saved": _("Home {number} was saved."),
    "failed": _("That did not work. Please try again."),
}

IMPORT = {"rows": _("{done} of {total} rows")}
