"""What to do at once, per hazard and country, with the numbers to ring and the development's own contact.

The text is fixed: nothing of it comes from documents or models. Numbers: 112 and 999, gas emergencies Gas Networks
Ireland 1800 20 50 50 (gasnetworks.ie), National Gas Emergency Service 0800 111 999 (nationalgas.com).
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.developments.models import Development

from .emergencies import Hazard

EMERGENCY = {"IE": _("112 or 999"), "GB": "999"}
ELSEWHERE = _("112, or the emergency number of your country")
GAS = {
    "IE": _("Gas Networks Ireland on 1800 20 50 50 (24 hours)"),
    "GB": _("the National Gas Emergency Service on 0800 111 999 (24 hours)"),
}
GAS_ELSEWHERE = _("the gas emergency service of your country")

STEPS: Mapping[Hazard, str | Promise] = {
    Hazard.FIRE: _(
        "Get everybody out now, close the doors behind you, and stay out. Do not stop for belongings and do not use a"
        " lift. From outside, ring {emergency} and ask for the fire brigade."
        " If you are certain that an alarm is false, open windows and look for the cause before you silence it."
    ),
    Hazard.GAS: _(
        "Do not touch any electrical switch, do not smoke, and do not light anything. Open doors and windows. If you"
        " can reach it safely, turn off the gas at the meter. Get everybody out. From outside, ring {gas}."
        " If anybody is in danger, ring {emergency}."
    ),
    Hazard.CARBON_MONOXIDE: _(
        "Get everybody out into fresh air now and leave the doors open. Do not go back in, even if the alarm stops."
        " If anybody feels dizzy, sick or has a headache, ring {emergency} at once and say carbon monoxide."
        " From outside, ring {gas}. Do not use boiler, stove or fire again until a qualified person has checked it."
    ),
    Hazard.ELECTRICITY: _(
        "Do not touch the socket, wire or appliance, or anybody who is still in contact with it. If you can reach it"
        " safely and it is dry, switch off the main switch at the fuse board. If somebody has had a shock, or anything"
        " smokes or burns, ring {emergency}. Keep the power off until a registered electrician has looked at it."
    ),
    Hazard.WATER: _(
        "Turn off the water at the stopcock if you can reach it safely. Keep away from water near sockets, lights or"
        " the fuse board, and switch off the electricity there only with dry hands and feet. Open the cold taps to"
        " empty the pipes. If anybody is in danger, ring {emergency}."
    ),
}


def advice(hazard: Hazard, development: Development) -> str:
    """The safety answer for a home in `development`; the country is its tenant's."""
    country, contact = development.tenant.country, development.emergency_contact
    numbers = {"emergency": EMERGENCY.get(country, ELSEWHERE), "gas": GAS.get(country, GAS_ELSEWHERE)}
    steps = str(STEPS[hazard]).format(**numbers)
    ours = gettext("Emergency contact for %(name)s: %(contact)s") % {"name": development.name, "contact": contact}
    ending = gettext("This is general safety advice and does not come from your documents.")
    return "\n\n".join([steps, *([ours] if contact else []), ending])
