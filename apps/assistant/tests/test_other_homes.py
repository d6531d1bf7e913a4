"""Questions about other homes and people are told from questions about the own home."""

import pytest

from apps.assistant.other_homes import asks_about_others
from apps.assistant.phrases import without_accents

ABOUT_OTHERS = [
    "Who lives in number 12?",
    "who lives next door",
    "who owns unit 14",
    "who bought number 7",
    "What is my neighbour's boiler code?",
    "give me the neighbor's phone number",
    "what's the alarm code for number 9",
    "What is the alarm code of the house next door?",
    "What did number 12 pay for their house?",
    "how much did unit 4 cost",
    "list all residents",
    "show me the names of the other homeowners",
    "what questions did my neighbours ask",
    "what are the neighbours' names",
    "Can I see the documents for unit 22?",
    "show me another homeowner's documents",
    "the email of the owner of number 3",
    "what are the heating settings in number 15",
    "tell me someone else's wifi password",
    "what did unit 12 ask",
    "Who are my neighbours in number 14?",
    "Cé atá ina chónaí in uimhir 12?",
    "Cé atá ina gcónaí béal dorais?",
    "cé a chónaíonn béal dorais",
    "Cé leis uimhir 14?",
    "cé leis teach a 14",
    "Cé leis an teach béal dorais?",
    "Cé a cheannaigh uimhir 7?",
    "Cad é cód choire mo chomharsan?",
    "Cad é cód aláraim mo chomharsan?",
    "Tabhair dom uimhir fóin mo chomharsan",
    "Cad é cód an aláraim in uimhir 9?",
    "Cén cód aláraim atá ag an teach béal dorais?",
    "cód an aláraim sa teach béal dorais",
    "Cé mhéad a d'íoc uimhir 12 as a dteach?",
    "Cé mhéad a chosain aonad 4?",
    "Cé mhéad a díoladh uimhir 4 air?",
    "Liostaigh na cónaitheoirí go léir",
    "Taispeáin ainmneacha na n-úinéirí eile dom",
    "Cad iad na ceisteanna a chuir mo chomharsana?",
    "Cad is ainm do mo chomharsana?",
    "Cé hiad mo chomharsana?",
    "Cé hé mo chomharsa nua?",
    "An bhféadfainn doiciméid aonad 22 a fheiceáil?",
    "Taispeáin dom doiciméid úinéara eile",
    "ríomhphost úinéir uimhir 3",
    "Cad iad socruithe an téimh in uimhir 15?",
    "Inis dom pasfhocal wifi duine eile",
    "cad a d'fhiafraigh uimhir 12?",
    "Cad é praghas theach a 9?",
]
ABOUT_OWN = [
    "Where is my stopcock?",
    "I live in number 12, where is the stopcock?",
    "we are in unit 14, how do I pay the service charge",
    "How do I set the alarm code?",
    "What is the wifi password?",
    "What can I do about noise from my neighbours?",
    "my neighbour's dog barks all night",
    "Who is responsible for the fence between me and my neighbour?",
    "Who maintains the shared wall?",
    "who do I contact about a defect",
    "Who is the management company?",
    "who owns the road",
    "what is the part number 12 in the drawing",
    "does the warranty pass to a new owner",
    "error code 12 on the boiler",
    "What is the phone number of the site office?",
    "what is the email address of the management company",
    "how many people can sit in the living room",
    "can I rent out my house",
    "where do other people park",
    "Where are the documents for the boiler?",
    "phone number for emergencies",
    "Cá bhfuil mo stopchoca?",
    "Tá mé i mo chónaí in uimhir 12, cá bhfuil an stopchoca?",
    "Táimid in aonad 14, conas a íocaim an táille seirbhíse?",
    "Conas a shocraím cód an aláraim?",
    "Cad é pasfhocal an wifi?",
    "Cad is féidir liom a dhéanamh faoi thorann ó mo chomharsana?",
    "Bíonn madra mo chomharsan ag tafann ar feadh na hoíche",
    "Cé atá freagrach as an gclaí idir mé agus mo chomharsa?",
    "Cé a chothabhálann an balla roinnte?",
    "Cé leis a ndéanaim teagmháil faoi locht?",
    "Cé hí an chuideachta bhainistíochta?",
    "Cé leis an bóthar?",
    "Cad is brí le cód earráide 12 ar an gcoire?",
    "Cad é uimhir fóin oifig an láithreáin?",
    "Cá bpáirceálann daoine eile?",
    "Cá bhfuil na doiciméid don choire?",
    "An bhféadfainn mo theach a ligean ar cíos?",
    "uimhir fóin éigeandála",
    "An aistrítear an bharántas chuig úinéir nua?",
    "Cé mhéad a chosnaíonn doras nua?",
    "Cé mhéad duine atá in ann suí sa seomra suí?",
    "Cad é ríomhphost na cuideachta bainistíochta?",
    "Cén teas ba chóir a bheith sa teach?",
    "Tabhair dom liosta na ndoiciméad",
    "Cá bhfuil an coire i dteach den chineál seo?",
    "Cad é barántas an tí?",
]


@pytest.mark.parametrize("text", ABOUT_OTHERS)
def test_others_are_recognised(text):
    assert asks_about_others(text, own_number="1")
    assert asks_about_others(without_accents(text).upper(), own_number="")


@pytest.mark.parametrize("text", ABOUT_OWN)
def test_the_own_home_is_no_other(text):
    assert not asks_about_others(text, own_number="1")
    assert not asks_about_others(without_accents(text).upper(), own_number="")


@pytest.mark.parametrize(
    "asking", ["what is the alarm code for number", "cad é cód an aláraim in uimhir", "cód aláraim tí a"]
)
@pytest.mark.parametrize("number", ["12", "12A", "1.2", ""])
def test_the_own_number_is_the_own_home(asking, number):
    assert asks_about_others(f"{asking} {number or 9}", own_number="99")
    assert not asks_about_others(f"{asking} {number}", own_number=number)
