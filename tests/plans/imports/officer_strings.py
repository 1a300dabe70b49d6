"""How councils write who owns an action, and who that is: `text => post | name ; post | name`.

`\\n` is a line break in the cell. All people are invented. A post alone is `post |`, a name alone `| name`. What no mark
parts stays together as written and is asked about.
"""

STRINGS = r"""
# Posts alone
Head of Service => Head of Service |
Early Help Coordinator => Early Help Coordinator |
Data Protection Officer => Data Protection Officer |
Stock Data Officer => Stock Data Officer |
Director of Children's Services => Director of Children's Services |
Director of Children’s Services => Director of Children's Services |
Principal Social Worker => Principal Social Worker |
Strategic Manager, Looked After and Permanence => Strategic Manager, Looked After and Permanence |
Service Manager, Early Help => Service Manager, Early Help |
Interim HoS, Children => Interim HoS, Children |
Assistant Director – Safeguarding => Assistant Director – Safeguarding |
Team Manager - Leaving Care => Team Manager - Leaving Care |
Coram Contract => Coram Contract |
Quality Assurance => Quality Assurance |
Head of Finance & HR => Head of Finance & HR |
Director of Education and Skills => Director of Education and Skills |
Director of Children's Services, Education and Health => Director of Children's Services, Education and Health |
Head of Prevention and Developing Community Resilience => Head of Prevention and Developing Community Resilience |
Signs of Safety Lead => Signs of Safety Lead |
Family Hubs Programme Manager => Family Hubs Programme Manager |
MASH Manager => MASH Manager |
CP/LAC Manager => CP/LAC Manager |
24/7 Emergency Duty Team => 24/7 Emergency Duty Team |
16+ Team Manager => 16+ Team Manager |
Lead Member for Children => Lead Member for Children |
Chief Executive => Chief Executive |
Section 151 Officer => Section 151 Officer |
LADO => LADO |
All => All |
All staff => All staff |
All team managers => All team managers |
The Board => The Board |
Improvement Board => Improvement Board |
Performance and Intelligence Team => Performance and Intelligence Team |
Workforce Development => Workforce Development |
Headteacher Virtual School => Headteacher Virtual School |
Virtual School Head => Virtual School Head |
Strategic Leads and Service Managers => Strategic Leads and Service Managers |
Grace House Manager => Grace House Manager |
Hope Street Residential Manager => Hope Street Residential Manager |
Quantock Lodge Registered Manager => Quantock Lodge Registered Manager |
Young People's Participation Worker => Young People's Participation Worker |
Police (Detective Superintendent) => Police (Detective Superintendent) |
Head of Service (vacant) => Head of Service |
Service Director. => Service Director |
• Team Manager => Team Manager |
Lead: Head of Service => Head of Service |
Owner: Early Help Manager => Early Help Manager |
# Names alone
Asha Patel => | Asha Patel
Jo Bell => | Jo Bell
S Murphy => | S Murphy
S. Murphy => | S. Murphy
J.P. Marsh => | J.P. Marsh
Ann O'Shea => | Ann O'Shea
Ann O’Shea => | Ann O'Shea
Siân Price-Jones => | Siân Price-Jones
Zoë Lee => | Zoë Lee
José de la Cruz => | José de la Cruz
Anna van der Berg => | Anna van der Berg
Fatima al-Hassan => | Fatima al-Hassan
Ewan McTavish => | Ewan McTavish
Ewan MacDonald => | Ewan MacDonald
Mary Ann Shaw => | Mary Ann Shaw
Dr Asha Patel => | Dr Asha Patel
Ms Bell => | Ms Bell
Mr. J Bell => | Mr. J Bell
Cllr Smith => | Cllr Smith
Cllr Jo Bell => | Cllr Jo Bell
Councillor Bell => | Councillor Bell
Sophia => | Sophia
JANE SHAW => | JANE SHAW
Zebedee Quillfeather => | Zebedee Quillfeather
Ottoline Marsh. => | Ottoline Marsh
Lead: Jo Bell => | Jo Bell
Supported by Jo Bell => | Jo Bell
# A name and a post, in either order
Jo Bell (SM) => SM | Jo Bell
Jo Bell, (HoS) => HoS | Jo Bell
Jo Bell (Head of Service) => Head of Service | Jo Bell
Head of Service (Jo Bell) => Head of Service | Jo Bell
Early Help Manager (Asha Patel) => Early Help Manager | Asha Patel
Jo Bell\n(Interim HoS, Children) => Interim HoS, Children | Jo Bell
Jo Bell – Head of Service => Head of Service | Jo Bell
Head of Service – Jo Bell => Head of Service | Jo Bell
Head of Service - Jo Bell => Head of Service | Jo Bell
Jo Bell - HoS => HoS | Jo Bell
Jane Smith, Head of Service => Head of Service | Jane Smith
Head of Service, Jane Smith => Head of Service | Jane Smith
Jane Smith, Head of Service, Early Help => Head of Service, Early Help | Jane Smith
Jane Smith, Team Manager, Leaving Care => Team Manager, Leaving Care | Jane Smith
Jane Smith, HoS => HoS | Jane Smith
Jane Smith, DCS => DCS | Jane Smith
Jo Bell Head of Service CIC => Head of Service CIC | Jo Bell
Asha Patel Early Help Manager => Early Help Manager | Asha Patel
Nicole Shaw CSU => CSU | Nicole Shaw
Ann O'Shea DCS => DCS | Ann O'Shea
Cllr Bell (Portfolio Holder) => Portfolio Holder | Cllr Bell
Dr Asha Patel, Designated Doctor => Designated Doctor | Dr Asha Patel
Zebedee Quillfeather Head of Service => Zebedee Quillfeather Head of Service |
Zebedee Quillfeather, Head of Service => Head of Service | Zebedee Quillfeather
Zebedee Quillfeather (Head of Service) => Head of Service | Zebedee Quillfeather
Head of Service Zebedee Quillfeather => Head of Service Zebedee Quillfeather |
J Bell, Service Manager => Service Manager | J Bell
Service Manager: Jo Bell => Service Manager: Jo Bell |
# Several names
Jo Bell and Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell & Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell &Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell + Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell, Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell, Asha Patel and Sam Fox => | Jo Bell ; | Asha Patel ; | Sam Fox
Jo Bell, Asha Patel, and Sam Fox => | Jo Bell ; | Asha Patel ; | Sam Fox
Jo Bell, Asha Patel & Sam Fox => | Jo Bell ; | Asha Patel ; | Sam Fox
Jo Bell / Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell/Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell; Asha Patel => | Jo Bell ; | Asha Patel
Jo Bell\nAsha Patel => | Jo Bell ; | Asha Patel
Jo Bell,\nAsha Patel => | Jo Bell ; | Asha Patel
Jo Bell\n\nAsha Patel\n => | Jo Bell ; | Asha Patel
• Jo Bell\n• Asha Patel => | Jo Bell ; | Asha Patel
S Murphy / J Bell => | S Murphy ; | J Bell
Sophia / Ed => Sophia / Ed |
Sophia / Adam => | Sophia ; | Adam
Dr Patel and Ms Bell => | Dr Patel ; | Ms Bell
Jo Bell, Jo Bell => | Jo Bell
# Several posts
Head of HR / Head of ICT => Head of HR | ; Head of ICT |
Head of Service/Team Manager => Head of Service | ; Team Manager |
Team Manager; Practice Lead => Team Manager | ; Practice Lead |
Team Manager\nPractice Lead => Team Manager | ; Practice Lead |
TMs and ATMs => TMs | ; ATMs |
TM/ATM => TM | ; ATM |
HoS / SMs => HoS | ; SMs |
Social workers, ATMs => Social workers | ; ATMs |
Social workers and ATMs => Social workers | ; ATMs |
Social workers, team managers, ATMs => Social workers | ; team managers | ; ATMs |
IROs and CP Chairs => IROs | ; CP Chairs |
Head of Service, then Team Manager => Head of Service | ; Team Manager |
Director of Finance; Director of People => Director of Finance | ; Director of People |
Head of Early Help / Head of MASH / Head of SEND => Head of Early Help | ; Head of MASH | ; Head of SEND |
# Posts and names together
Heads of Service – Jo Bell, Ann Lee and Sam Fox => Head of Service | Jo Bell ; Head of Service | Ann Lee ; Head of Service | Sam Fox
Jo Bell\n(SM)\nAnn O'Shea\n(Team Manager, Leaving Care) => SM | Jo Bell ; Team Manager, Leaving Care | Ann O'Shea
Jo Bell (SM) / Asha Patel (HoS) => SM | Jo Bell ; HoS | Asha Patel
Jo Bell (SM); Asha Patel (HoS) => SM | Jo Bell ; HoS | Asha Patel
Jane Smith, Head of Service, Tom Fox, Team Manager => Head of Service | Jane Smith ; Team Manager | Tom Fox
Head of Service, Jane Smith, Team Manager, Tom Fox => Head of Service | Jane Smith ; Team Manager | Tom Fox
Jane Smith, Head of Service, Tom Fox => Head of Service | Jane Smith ; | Tom Fox
Jane Smith and Team Managers => | Jane Smith ; Team Managers |
Team Managers and Jane Smith => Team Managers | ; | Jane Smith
Jane Smith & IROs => | Jane Smith ; IROs |
Jane Smith / Team Managers => | Jane Smith ; Team Managers |
Team Managers / Jane Smith => Team Managers | ; | Jane Smith
Jo Bell – Head of Service\nAsha Patel – Team Manager => Head of Service | Jo Bell ; Team Manager | Asha Patel
Head of Service: \nJo Bell => Head of Service: | ; | Jo Bell
Jo Bell (DCS), Asha Patel (AD) and Sam Fox (HoS) => DCS | Jo Bell ; AD | Asha Patel ; HoS | Sam Fox
Asha Patel, Head of Early Help until 31/3/26 then Ben Cole, Head of Early Help => Head of Early Help | Asha Patel ; Head of Early Help | Ben Cole
Cllr Jo Bell, Lead Member; Dr Asha Patel, Designated Doctor => Lead Member | Cllr Jo Bell ; Designated Doctor | Dr Asha Patel
All heads of service and Jo Bell => All heads of service | ; | Jo Bell
Jo Bell - Head of Service / Asha Patel - Team Manager => Head of Service | Jo Bell ; Team Manager | Asha Patel
# Abbreviations and initials
HoS => HoS |
DCS => DCS |
PSW => PSW |
IROs => IROs |
ATMs => ATMs |
JS => JS |
JS/TB => JS | ; TB |
JS / TB / AP => JS | ; TB | ; AP |
BIS => BIS |
AD Safeguarding => AD Safeguarding |
HoS CIC => HoS CIC |
SM (Early Help) => SM (Early Help) |
# Dates and remarks
Asha Patel (until 31/3/26) then Ben Cole => | Asha Patel ; | Ben Cole
Asha Patel (until 31/3/26) => | Asha Patel
Asha Patel until 31/3/26 => | Asha Patel
Asha Patel until 31 March 2026, then Ben Cole => | Asha Patel ; | Ben Cole
Asha Patel (from 1/4/26) => | Asha Patel
Asha Patel from April 2026 => | Asha Patel
Asha Patel to 31/03/2026; Ben Cole => | Asha Patel ; | Ben Cole
Ben Cole (covering Asha Patel) => | Ben Cole
Ben Cole (maternity cover) => | Ben Cole
Asha Patel (0.6 FTE) => | Asha Patel
Asha Patel 0.6 WTE => | Asha Patel
Asha Patel (left May 26) / Ben Cole => | Asha Patel ; | Ben Cole
Head of Service (from 1 May 2026) => Head of Service |
Head of Service until 31/3/26 => Head of Service |
Head of Service (Jo Bell until 31/3/26) => Head of Service |
Jo Bell (job share) and Asha Patel (job share) => | Jo Bell ; | Asha Patel
Jo Bell (on leave) => | Jo Bell
Jo Bell (Interim) => Interim | Jo Bell
Jo Bell (lead), Asha Patel (support) => lead | Jo Bell ; | Asha Patel
Service Managers, to be monitored in SMM => Service Managers, to be monitored in SMM |
Strategic Lead 2026/27 => Strategic Lead 2026/27 |
# Nobody
TBC =>
tbc =>
TBA =>
Vacant =>
To be appointed =>
N/A =>
- =>
? =>
– =>
To be confirmed =>
TBC / Jo Bell => TBC / Jo Bell |
TBC; Jo Bell => | Jo Bell
"""


def cases() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each string with the (post, name) pairs that it holds."""
    found = []
    for line in STRINGS.strip().splitlines():
        if line.startswith("# "):
            continue
        text, _arrow, people = line.rpartition("=>")
        pairs = [
            tuple(part.strip() for part in person.split("|"))
            for person in people.split(" ; ")
            if person.strip()
        ]
        found.append((text.rstrip(" ").replace("\\n", "\n"), pairs))
    return found
