"""What a run has to say beside its result: why it stopped, what is missing of what it made, what was different before.

Of what stops a run only that stands here which an option, a command or a button puts right, so that each front words it
in its own way. Whatever else stops a run is said by the exception that stops it.
"""

from __future__ import annotations

from reportgen.common.diagnostics.diagnostic import Family, Severity

RULES_PAGE = "The page “What your figures do differently” (docs/what-your-figures-do-differently.md)"
RUNS = Family(__name__, "", carries=("sources",), tells_places=False, quotes_files=True)
_error, _warning, _note = map(RUNS.of, (Severity.ERROR, Severity.WARNING, Severity.NOTE))

# Workbooks and question sets

NO_SCORING_WORKBOOK = _error(
    "no-scoring-workbook",
    "'{path}' is a workbook, but not a scoring workbook: its sheets are {titles}.",
    "Name a scoring workbook.",
    front=True,
)
NO_SUCH_SET = _error(
    "no-such-set",
    "No question set '{name}': it is neither one of ours ({ours}) nor a folder with a {file}.",
    "If it is a set of your own, name its folder.",
    front=True,
)
SET_NOT_OURS = _error(
    "set-not-ours",
    "'{path}' was made from the question set '{name}', which is none of ours ({ours}).",
    "Name the folder of that set.",
    front=True,
)
NO_SET_IN_WORKBOOK = _error(
    "no-set-in-workbook",
    "'{path}' holds no question set: it has no sheet '{sheet}'.",
    "Edit a workbook that a question set was exported to.",
    front=True,
)
NO_PEERS = _error(
    "no-peers",
    "'{path}' holds no peers: no row has the headings 'Id', 'Owner' and 'Date'.",
    "Fill a peer file that was exported for the question set.",
    front=True,
)

# Merging and upgrading

DIFFERENT_SETS = _error(
    "different-sets",
    "The workbooks were made from different question sets ({listed}), so their answers are to other questions.",
    "Merge those of one set only; what else was found out fits into the notes.",
)
DIFFERENT_VERSIONS = _error(
    "different-versions",
    "The workbooks were made from different versions of the question set ({listed}).",
    "Bring them to one version first.",
    front=True,
)
OTHER_SET = _error(
    "other-set",
    "{path} was made from the question set '{name}', not from '{expected}'.",
    "A workbook goes over to another version of its own set only; name a version of that.",
    front=True,
)
VERSION_NOT_RECORDED = _error(
    "version-not-recorded",
    "{path} was made from version {version} of the question set, and does not say any more what that version asked: "
    "its hidden sheets were changed.",
    "Go back to a copy that has them, or name the folder of that version.",
    front=True,
)

# Peer databases: `name` is that of the database, or "it" where it stands in front

NO_POSTGRESQL = _error(
    "no-postgresql",
    "{name} is on a PostgreSQL server, which needs the extra 'postgresql' of reportgen; it is not installed here.",
    "Have the extra installed, from where reportgen itself came from.",
    front=True,
)
NO_DATABASE_FILE = _error(
    "no-database-file", "There is no file {file}.", "Correct its name, or have a database made.", front=True
)
NOT_A_PEER_DATABASE = _error(
    "not-a-peer-database",
    "{file} is no peer database.",
    "A file of peers (.xlsx, .csv) is taken into one.",
    front=True,
)
NO_PEER_DATABASE = _error("no-peer-database", "{name} holds no peer database yet.", "Have one made.", front=True)
OLDER_PEER_DATABASE = _error(
    "older-peer-database",
    "{name} was made by an older reportgen (format {format}; this one works with {ours}).",
    "Have it brought up to date, which keeps a backup.",
    front=True,
)
NEWER_PEER_DATABASE = _error(
    "newer-peer-database",
    "{name} was made by a newer reportgen (format {format}; this one knows formats up to {ours}).",
    "Use that version.",
)
PEERS_HALF_WRITTEN = _error(
    "peers-half-written",
    "{name} was left half written: its last writer was stopped in the middle.",
    "Have it checked once where file and folder may be written: what was half written is then taken back.",
    front=True,
)
WRONG_PEER_KEY = _error(
    "wrong-peer-key",
    "The key is not the one this peer database was made with, so nobody would be recognised.",
    "Name the right one. If it is lost, begin anew with another.",
    front=True,
)
NO_PEER_KEY = _error(
    "no-peer-key",
    "The key of the peer database is not there: {file}.",
    "Copy it there from where it is kept, or name its file. If it is lost, begin anew with another.",
    front=True,
)
NO_EDITION = _error(
    "no-edition",
    "{name} has no published edition yet, and reports and studies are of editions only.",
    "Have one published.",
    front=True,
)
EDITION_CHANGED = _error(
    "edition-changed",
    "{name} no longer has edition {number} as it was when the draft was compared with it: something in it "
    "was withdrawn.",
    "Refresh the draft and name the database for that, which compares it with the newest edition.",
    front=True,
)
EDITION_GONE = _error(
    "edition-gone",
    "{name} has no edition {number} any more, with which the draft was compared.",
    "Refresh the draft and name the database for that, which compares it with the newest edition.",
    front=True,
)
PEERS_UNUSABLE = _error("peers-unusable", "The peer database '{name}' cannot be used: {reason}")
NOT_ON_RECORD = _error("not-on-record", "What the report shows could not be put on record: {reason}")
NOT_DUMPED = _error(
    "not-dumped",
    "Of a database on a server no backup is made here.",
    "Make a dump of the database with pg_dump first, and then say so.",
    front=True,
)
NO_INDICATORS = _error(
    "no-indicators",
    "{name} holds no indicator of an organisation assessed by the question set '{set}'.",
    "Take indicators in.",
    front=True,
)
TOO_FEW_CHANGES = _error(
    "too-few-changes",
    "Not published: {came} came and {went} went {since}, where one made again is one of each. Whoever has a report on "
    "either side could work out whose they are: wait until none or at least {least} came, and none or at least {least} "
    "went.",
    "With a reason, which is put on record, it is published even so.",
    front=True,
)
ORGANISATION_WITHDRAWN = _error(
    "organisation-withdrawn",
    "Organisation {organisation} was withdrawn on {day} and takes nothing in.",
    "If it takes part again, add it as a new one.",
    front=True,
)
PERHAPS_WITHDRAWN = _error(
    "perhaps-withdrawn",
    "{workbook}: its client may be one that was withdrawn, by its name, number or domain: {organisations}.",
    "Leave it out. If it takes part again, or is another, add it as a new one.",
    front=True,
)
PERHAPS_KNOWN = _error(
    "perhaps-known",
    "{workbook}: its client may be one that is in the database, by {names}: {organisations}.",
    "Say which it is, or that it is none of them.",
    front=True,
)
PERHAPS_THE_SAME = _error(
    "perhaps-the-same",
    "{workbook}: more than half of its scores are those of an organisation in the database: {organisations}.",
    "Say which it is, or that it is none of them.",
    front=True,
)

# Templates and drafts

FAULTY_TEMPLATE = _error(
    "faulty-template",
    "{name}: the template has {count}, so no report was built.",
    "A check of '{path}' lists all.",
    front=True,
)
NO_DRAFT = _error(
    "no-draft",
    "'{path}' is a Word document, but not a draft that reportgen built (or it was finalized since).",
    "Name the .docx file that was built or refreshed.",
    front=True,
)
READING_COPY = _error(
    "reading-copy",
    "'{path}' is no draft, but a reading copy{of_draft}, in which the changes of a refresh are tracked.",
    "Take the draft itself. To go on with this file instead, accept or reject every change of reportgen in Word first.",
)
BASE_LOST = _error(
    "base-lost",
    "'{path}' has lost what reportgen stored in it (the Document Inspector of Word and other programs take it out), "
    "and the file '{file}' that holds it once more is not beside it.",
    "Copy the folder '{folder}' from where the draft was built to the folder of the draft.",
    front=True,
)
BASE_UNKNOWN = _error(
    "base-unknown",
    "'{path}' was built by reportgen, but has lost all that was stored in it, and no file in '{folder}' beside it fits "
    "its marks, so what people wrote cannot be told from what was generated.",
    "Copy the folder '{folder}' from where the draft was built to the folder of the draft.",
    front=True,
)
NO_BASE = _error(
    "no-base",
    "'{path}' does not hold what a draft was generated as.",
    "Name a file of the folder '{folder}' beside a draft; its name ends in {suffix}.",
    front=True,
)
OTHER_BASE = _error(
    "other-base",
    "'{file}' holds what another draft was generated as: it knows no mark of '{path}'.",
    "Name the file of this draft.",
    front=True,
)
SOURCES_MISSING = _error(
    "sources-missing",
    "Part of what the draft was built from is not beside '{workbook}', nor beside the draft, nor below: {missing}.",
    "Give what is missing.",
    front=True,
)
PEERS_CONTRADICT = _error(
    "peers-contradict",
    "The peer data that is given and the wish to go on without any contradict each other.",
    "Give one of them.",
    front=True,
)
PEERS_NAMED = _error(
    "peers-named",
    "No peers are wanted, but the sheet Engagement names the peer data '{name}'.",
    "Empty that cell, or let the peers be used.",
    front=True,
)
PEERS_GONE = _error(
    "peers-gone",
    "The draft was compared with the peers of '{name}', but the sheet Engagement names no peer data any more.",
    "Name it there, or say that the draft shall go on without any peers.",
    front=True,
)

# What to know of a new draft

NO_FIRM_NAMED = _note(
    "no-firm-named",
    "The question set '{set}' is not the one that comes with reportgen, so the report says '{words}' where it would "
    "name the firm that issues it.",
    "Name yours in a house style.",
    front=True,
)
HOUSE_OF_OTHER_SET = _warning(
    "house-of-other-set",
    "The workbook was made from the question set '{set}', not from that of the project file; the report is issued by "
    "{firm} all the same, as the house style '{file}' of the project says.",
    "Make sure that this firm may issue it, or name another house style for this workbook.",
    front=True,
)
EARLIER_PEER_FIGURES = _note(
    "earlier-peer-figures",
    "{figures} are those of an earlier report for this client ({days}): the difference to the group as it is now would "
    "give an organisation away.",
)

SHOWN_NOT_KEPT = _warning(
    "shown-not-kept",
    "What this report shows of peers was compared with earlier reports, but not recorded: {reason}.",
)

# Laying out pages

NO_PDF = _error(
    "no-pdf",
    "LibreOffice ({program}) wrote no PDF of the draft.",
    "Close its open windows and try again.",
    front=True,
)
PDF_TOO_SLOW = _error(
    "pdf-too-slow",
    "LibreOffice ({program}) did not finish the PDF in {seconds} seconds and was stopped.",
    "Try again when the machine is less busy, or do without page numbers and PDF.",
    front=True,
)
NOT_LAID_OUT = _warning("not-laid-out", "The document is complete, but {missing}. {reason}")
PAGES_OUTDATED = _note(
    "pages-outdated",
    "The page numbers in the contents are those of the draft as it was.",
    "Press F9 on them in Word, or have the pages laid out.",
    front=True,
)
PAGES_OF_LIBREOFFICE = _note(
    "pages-of-libreoffice",
    "The page numbers in the contents are those of LibreOffice; Word may break pages elsewhere.",
    "Press F9 on the contents in Word to have its own.",
)

# Comparing two drafts

NO_REDLINE_ENGINE = _error(
    "no-redline-engine",
    "The program that compares two drafts is not installed; it comes with the extra 'redline' of reportgen.",
    "Have the extra installed, from where reportgen itself came from.",
    front=True,
)
REDLINE_NOT_STARTED = _error(
    "redline-not-started", "The program that compares two drafts could not be started ({reason})."
)
REDLINE_FAILED = _error("redline-failed", "The program that compares two drafts stopped without a result ({reason}).")
REDLINE_TOO_SLOW = _error(
    "redline-too-slow",
    "The program that compares two drafts did not finish in {seconds} seconds and was stopped.",
    "Try again when the machine is less busy.",
)
NO_READING_COPY = _warning(
    "no-reading-copy", "The refreshed draft is complete, but there is no reading copy with its changes. {reason}"
)

# What processes of their own did not do

WORK_LOST = _error(
    "work-lost",
    "The work on {name} was not done: its process ended ({how}). Somebody ended it, or the machine was short of "
    "memory.",
    "Do it again, with less at the same time.",
    front=True,
)
WORK_TOO_LONG = _error(
    "work-too-long",
    "The work on {name} was not done in {time}, and was stopped.",
    "Do it again alone, when the machine is less busy.",
    front=True,
)
WORK_TOO_LARGE = _error(
    "work-too-large",
    "The work on {name} was not done: it needs more than {memory} of memory.",
    "Do it again alone.",
    front=True,
)
NO_CLUSTER = _error(
    "no-cluster",
    "What reaches the machines of a cluster is not installed; it comes with the extra 'cluster' of reportgen.",
    "Have the extra installed, from where reportgen itself came from.",
    front=True,
)
NO_SERVE = _error(
    "no-serve",
    "What serves the pages is not installed; it comes with the extra 'serve' of reportgen.",
    "Have the extra installed, from where reportgen itself came from.",
    front=True,
)
CLUSTER_NOT_REACHED = _error(
    "cluster-not-reached",
    "No scheduler of a cluster was reached at {address} ({reason}).",
    "Start it, or correct its address.",
)
CLUSTER_EMPTY = _error(
    "cluster-empty", "The cluster at {address} has no workers.", "Start some, with the address of its scheduler."
)
CLUSTER_DIFFERS = _error(
    "cluster-differs",
    "Workers of the cluster are not as this computer, so that they might write other reports. {differences}.",
    "Install the same versions there and here, and start the workers anew.",
)
PEERS_NOT_SENT = _error(
    "peers-not-sent",
    "The peers '{name}' are in a database. It is not sent to other machines, because what reports show of peers is on "
    "record in it.",
    "Build this workbook here.",
    front=True,
)
WORK_STOPPED = _error("work-stopped", "The work on {name} was stopped before it was done.")

# What was not compared before a report is issued

NOT_COMPARED = _warning(
    "not-compared",
    "The figures were not compared with the workbook: {reason}",
    "Name the workbook, or make sure that the figures are those of the workbook as it is.",
    front=True,
)
PEERS_NOT_COMPARED = _note(
    "peers-not-compared",
    "The peer data '{name}' is not here, so the figures of peers stand as they were generated from it "
    "(SHA-256 {digest} ...).",
)
PARTS_NOT_COMPARED = _warning(
    "parts-not-compared",
    "The workbook was changed since the draft was built, and the peer data '{name}' is not here: figures in sentences "
    "and everything about single questions were compared, but no part that shows peers.",
    "Give the peer data as well, or make sure that only what was compared has changed.",
    front=True,
)

# What is issued, and what it replaces

NEW_VERSION = _note("new-version", "The title page says “{words}” (which was '{name}').")
SAME_VERSION = _note(
    "same-version",
    "The report says and looks as it did when it was issued on {day}, so it is still version {version}.",
)
NO_VERSION_LINE = _warning(
    "no-version-line",
    "The title page does not say “{words}” (which was '{name}'): the draft has no line there that says only that it is "
    "one.",
    "Type these words there, in the report that was written; for later drafts give the template a paragraph with "
    "{{{{ cover.draft_mark }}}} alone.",
)
FINAL_EDITED = _warning(
    "final-edited",
    "'{name}' was changed since it was issued as version {version}; the record keeps the digest of what was issued.",
    "Make sure which of both the client has, and that changes made there are in the draft, too.",
)
FINAL_RENAMED = _note("final-renamed", "Version {version} was issued as '{name}'; it is called '{now}' now.")
FINAL_GONE = _note(
    "final-gone",
    "Version {version} was issued as '{name}', and does not lie beside its record any more.",
)
RECORD_EDITED = _warning(
    "record-edited",
    "'{name}' was changed by hand since it was written. What it says of version {version} was used as it stands.",
    "Make sure that number and date are right.",
)
RECORD_PASSED_OVER = _warning(
    "record-passed-over",
    "'{name}' cannot be read as the record of a report that was issued, so what it tells of was not counted.",
    "If it was one, put back a sound copy of it, and issue the report again.",
)
OTHER_RECORD = _warning(
    "other-record",
    "'{name}' told of a report from another draft, so this is version 1 of its own. Only a draft that was refreshed "
    "goes on with the versions of what it was; one that is built anew begins again.",
)
RECORD_UNREADABLE = _error(
    "record-unreadable",
    "{path} cannot be read: it was changed by hand, is damaged, or was written by a later version of reportgen. So "
    "which version this report is cannot be told.",
    "Put back a sound copy of it, or move it away: the report is then version 1. Nothing was written.",
)
NO_CLIENT_RESULTS = _warning(
    "no-client-results",
    "No results for the client were written: beside the draft lie none of the workbook and peers that it was built "
    "from, or they were changed since.",
    "Refresh the draft, which writes them beside the new one, and issue that.",
    front=True,
)

# What is not as it was when a draft was built

DRAFT_RESTORED = _note(
    "draft-restored",
    "The draft had lost what reportgen stored in it; '{file}' was used, and it is stored again.",
)
DRAFT_FITTED = _note(
    "draft-fitted",
    "The draft had lost all that says which one it is. Of the files beside it, '{file}' fits its marks: it was used, "
    "and is stored again.",
    "If it is another draft's, name the right one.",
    front=True,
)
NOTHING_RECORDED = _note(
    "nothing-recorded",
    "The draft does not record what it was built from, so make sure that the workbook is the right one.",
)
OTHER_CLIENT = _note(
    "other-client",
    "The draft is about '{before}', but the workbook is about '{now}': make sure that it is the right one.",
)
OTHER_WORKBOOK = _note(
    "other-workbook",
    "The draft was built from '{before}', and is refreshed from '{now}'.",
)
OTHER_RELEASE = _note(
    "other-release",
    "The draft was built by version {before} of reportgen, and is refreshed by {now}: standing texts may differ.",
)
RULES_CHANGED = _note(
    "rules-changed",
    "The rules of peer figures changed, and those of some others: version {before} of reportgen built the draft, {now} "
    f"refreshes it. {RULES_PAGE} tells what differs, and why.",
)
NO_PEERS_NOW = _note(
    "no-peers-now",
    "The draft was compared with the peers of '{before}', and is compared with none now.",
)
NEW_PEERS = _note(
    "new-peers",
    "The draft was compared with no peers, and is compared with those of '{now}' now.",
)
OTHER_PEERS = _note(
    "other-peers",
    "The peer data is another: '{now}'{hint}.",
)
OTHER_EARLIER = _note(
    "other-earlier",
    "The draft was compared with {before}, and is compared with {now} now.",
)
OTHER_SET_VERSION = _note(
    "other-set-version",
    "The question set was {before}, and is {now}.",
)
SET_CHANGED = _note(
    "set-changed",
    "The question set {now} was changed since the draft was built, though not its version.",
)
OTHER_FILE = _note(
    "other-file",
    "The {what} '{now}' {was}: looks and standing texts may differ.",
)
OTHER_CHOICE = _note(
    "other-choice",
    "{what}: {before} before, {now} now.",
)
