"""The commands as data: one list feeds menus, toolbar, palette, shortcuts and their tooltips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flurinfill import i18n
from flurinfill.i18n import tr

Words = Callable[[], str]

FILE, EDIT, SITE, PEOPLE, MAP, VIEW, HELP = "file", "edit", "site", "people", "map", "view", "help"
MENUS: Mapping[str, Words] = {
    FILE: lambda: tr("&Project"),
    EDIT: lambda: tr("&Edit"),
    SITE: lambda: tr("&Case"),
    PEOPLE: lambda: tr("&Owners"),
    MAP: lambda: tr("&Map"),
    VIEW: lambda: tr("&View"),
    HELP: lambda: tr("&Help"),
}

ALWAYS, BUSY, PROJECT, WRITABLE, CADASTRE, DETECTABLE, DETECTED, REVIEWABLE, SITE_CHOSEN, LOCKED, UNLOCKED = (
    "always",
    "busy",
    "project",
    "writable",
    "cadastre",
    "detectable",
    "detected",
    "reviewable",
    "site_chosen",
    "locked",
    "unlocked",
)
PRIVACY = "privacy"
CHOSEN, FREE_CHOSEN, OUTSIDERS_CHOSEN, MEMBERS_CHOSEN, OUTLINE_DRAWN = (
    "chosen",
    "free_chosen",
    "outsiders_chosen",
    "members_chosen",
    "outline_drawn",
)


@dataclass(frozen=True)
class Command:
    """Something that the user can ask for.

    Attributes
    ----------
    name : str
        Key of the callback.
    title : callable
        Text in the menu, in the current language.
    menu : str
        One of :data:`MENUS`.
    icon : str
        Key of :data:`flurinfill.desktop.icons.NAMES`, ``""`` for none.
    shortcut : str
        Portable key sequence.
    needs : str
        What must be the case for it to be enabled.
    toolbar : callable or None
        Short text under which it stands in the toolbar.
    checkable : bool
    group : str
        Commands of one group exclude each other.
    starts_section : bool
        A line is drawn before it.
    also : str
        A second key sequence, where users expect one.
    alone : bool
        It starts a job or needs the project for itself: not while a job runs. What writes needs that
        anyway (see :func:`flurinfill.desktop.possible.facts_of`).
    """

    name: str
    title: Words
    menu: str
    icon: str = ""
    shortcut: str = ""
    needs: str = ALWAYS
    toolbar: Words | None = None
    checkable: bool = False
    group: str = ""
    starts_section: bool = False
    also: str = ""
    alone: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("new", lambda: tr("New project …"), FILE, "new", "Ctrl+N"),
    Command("open", lambda: tr("Open project …"), FILE, "open", "Ctrl+O"),
    Command("sample", lambda: tr("Open the sample project"), FILE, "sample"),
    Command(
        "import",
        lambda: tr("Import the cadastre …"),
        FILE,
        "import",
        "Ctrl+I",
        WRITABLE,
        toolbar=lambda: tr("Import"),
        starts_section=True,
    ),
    Command("town_list", lambda: tr("Take over the town’s list …"), FILE, "", "", DETECTABLE),
    Command("unplaced", lambda: tr("Rows without a place …"), FILE, "", "", DETECTABLE),
    Command(
        "detect",
        lambda: tr("Start the detection …"),
        FILE,
        "detect",
        "Ctrl+D",
        DETECTABLE,
        toolbar=lambda: tr("Detect"),
    ),
    Command(
        "export",
        lambda: tr("Export …"),
        FILE,
        "export",
        "Ctrl+E",
        PROJECT,
        toolbar=lambda: tr("Export"),
        alone=True,
    ),
    Command(
        "export_table", lambda: tr("Export what the table shows …"), FILE, "xlsx", "", PROJECT, alone=True
    ),
    Command("doctor", lambda: tr("Report on the data …"), FILE, "info", "", CADASTRE),
    Command("office", lambda: tr("Office and town …"), FILE, "", "", PROJECT, alone=True),
    Command(
        "processing_record",
        lambda: tr("Record of processing activities …"),
        FILE,
        "",
        "",
        PROJECT,
        alone=True,
    ),
    Command("users", lambda: tr("Users and roles …"), FILE, needs=PROJECT),
    Command("access_log", lambda: tr("Access log …"), FILE, "", "", PROJECT, alone=True),
    Command(
        "unlock", lambda: tr("Unlock personal data …"), FILE, "unlock", "Ctrl+L", LOCKED, starts_section=True
    ),
    Command("seal", lambda: tr("Lock personal data"), FILE, "lock", "", UNLOCKED),
    Command("change_passphrase", lambda: tr("Change the passphrase …"), FILE, needs=PRIVACY),
    Command(
        "close",
        lambda: tr("Close the project"),
        FILE,
        "close",
        "Ctrl+W",
        PROJECT,
        starts_section=True,
        alone=True,
    ),
    Command("quit", lambda: tr("Quit"), FILE, "quit", "Ctrl+Q"),
    Command("undo", lambda: tr("Undo"), EDIT, "undo", "Ctrl+Z", WRITABLE, toolbar=lambda: tr("Undo")),
    Command(
        "redo",
        lambda: tr("Redo"),
        EDIT,
        "redo",
        "Ctrl+Y",
        WRITABLE,
        toolbar=lambda: tr("Redo"),
        also="Ctrl+Shift+Z",
    ),
    Command("undo_list", lambda: tr("Undo several …"), EDIT, "", "Ctrl+Alt+Z", WRITABLE),
    Command("redo_list", lambda: tr("Redo several …"), EDIT, "", "Ctrl+Alt+Y", WRITABLE),
    Command("find", lambda: tr("Find a parcel"), EDIT, "search", "Ctrl+F", PROJECT, starts_section=True),
    Command("filter_table", lambda: tr("Filter the table"), EDIT, "filter", "Ctrl+Shift+F", PROJECT),
    Command("group_villages", lambda: tr("Group the table by village"), EDIT, "group", needs=PROJECT),
    Command(
        "choose_columns", lambda: tr("Choose the columns of the table …"), EDIT, "columns", needs=PROJECT
    ),
    Command("palette", lambda: tr("Find a command …"), EDIT, "command", "Ctrl+Shift+P"),
    Command("history", lambda: tr("History …"), EDIT, "history", "Ctrl+H", PROJECT, alone=True),
    Command(
        "edit_rules",
        lambda: tr("Edit the rules …"),
        EDIT,
        "filter",
        "Ctrl+R",
        DETECTED,
        starts_section=True,
        alone=True,
    ),
    Command(
        "compare_rules",
        lambda: tr("Compare two sets of rules …"),
        EDIT,
        "",
        "Ctrl+Shift+R",
        DETECTED,
        alone=True,
    ),
    Command(
        "review",
        lambda: tr("Review the candidates"),
        SITE,
        "go_through",
        "F7",
        REVIEWABLE,
        toolbar=lambda: i18n.label("toolbar", "review"),
        checkable=True,
    ),
    Command("take_up", lambda: tr("Take into review"), SITE, "review", "Ctrl+Shift+A", SITE_CHOSEN),
    Command("confirm", lambda: tr("Confirm"), SITE, "passed", "Ctrl+Shift+B", SITE_CHOSEN),
    Command("reject", lambda: tr("Reject …"), SITE, "failed", "Ctrl+Shift+V", SITE_CHOSEN),
    Command("defer", lambda: tr("Put off …"), SITE, "due", "Ctrl+Shift+T", SITE_CHOSEN),
    Command("edit_selected", lambda: tr("Edit the selected rows …"), SITE, "edit", "F2", SITE_CHOSEN),
    Command(
        "announcing",
        lambda: tr("Public register (§ 200 (3) BauGB) …"),
        SITE,
        "register",
        "Ctrl+Shift+Y",
        PROJECT,
        alone=True,
        starts_section=True,
    ),
    Command("visit_sheets", lambda: tr("Visit sheets …"), SITE, "visits", "", SITE_CHOSEN),
    Command("dossier", lambda: tr("Dossier …"), SITE, "dossier", "", SITE_CHOSEN),
    Command("calendar", lambda: tr("Follow-ups for the calendar …"), SITE, "due", "", PROJECT, alone=True),
    Command("next", lambda: tr("Next row"), SITE, "next", "Ctrl+Down", DETECTED, starts_section=True),
    Command("previous", lambda: tr("Previous row"), SITE, "previous", "Ctrl+Up", DETECTED),
    Command(
        "create_site",
        lambda: tr("Make a site of the selected parcels"),
        SITE,
        "add",
        "Ctrl+Shift+N",
        FREE_CHOSEN,
        starts_section=True,
    ),
    Command(
        "add_parcels", lambda: tr("Add the selected parcels to the site"), SITE, "", "", OUTSIDERS_CHOSEN
    ),
    Command(
        "remove_parcels",
        lambda: tr("Take the selected parcels out of the site"),
        SITE,
        "",
        "",
        MEMBERS_CHOSEN,
    ),
    Command("draw_outline", lambda: tr("Draw the outline …"), SITE, "area", "Ctrl+Shift+O", SITE_CHOSEN),
    Command("edit_outline", lambda: tr("Edit the outline …"), SITE, "outline", "Ctrl+Alt+O", SITE_CHOSEN),
    Command(
        "reset_outline", lambda: tr("Whole parcels instead of the drawn outline"), SITE, "", "", OUTLINE_DRAWN
    ),
    Command(
        "letters",
        lambda: tr("Letters to the owners …"),
        PEOPLE,
        "contact",
        "Ctrl+Shift+L",
        SITE_CHOSEN,
    ),
    Command("returns", lambda: tr("Record returns …"), PEOPLE, "review", "Ctrl+Shift+I", WRITABLE),
    Command(
        "owner_list",
        lambda: tr("Owners of the selection …"),
        PEOPLE,
        "owners",
        "",
        CHOSEN,
        starts_section=True,
    ),
    Command("owner_doubles", lambda: tr("Owners spelled twice …"), PEOPLE, "", "", WRITABLE),
    Command(
        "owner_request", lambda: tr("Request owner data …"), PEOPLE, "letter", "", CHOSEN, starts_section=True
    ),
    Command("owner_answers", lambda: tr("Answers to requests …"), PEOPLE, "", "", WRITABLE),
    Command(
        "person",
        lambda: tr("Rights of a person (GDPR) …"),
        PEOPLE,
        "owner",
        "Ctrl+Shift+D",
        PRIVACY,
        starts_section=True,
    ),
    Command("retention", lambda: tr("Retention periods …"), PEOPLE, "due", "", PRIVACY),
    Command("layers", lambda: tr("Layers of the map"), MAP, "layers", "F8", PROJECT),
    Command("bookmarks", lambda: tr("Bookmarks"), MAP, "bookmark", "Ctrl+G", CADASTRE),
    Command("keep_view", lambda: tr("Keep what the map shows …"), MAP, "", "Ctrl+Shift+K", CADASTRE),
    Command(
        "basemap_shown",
        lambda: tr("Show the basemap"),
        MAP,
        "basemap",
        "Ctrl+B",
        CADASTRE,
        checkable=True,
    ),
    Command("basemap", lambda: tr("Basemap …"), MAP, "", "Ctrl+Shift+G"),
    Command("type_scale", lambda: tr("Type a scale …"), MAP, "", "Ctrl+T", CADASTRE),
    Command(
        "zoom_all", lambda: tr("Show the whole map"), MAP, "zoom_all", "Ctrl+0", CADASTRE, starts_section=True
    ),
    Command("zoom_selection", lambda: tr("Zoom to the selection"), MAP, "zoom_selection", "Ctrl+J", CADASTRE),
    Command("last_view", lambda: tr("Last view"), MAP, "back", "Alt+Left", CADASTRE),
    Command("next_view", lambda: tr("Next view"), MAP, "forward", "Alt+Right", CADASTRE),
    Command(
        "select_box",
        lambda: tr("Select by rectangle"),
        MAP,
        "select",
        "Ctrl+Shift+S",
        CADASTRE,
        starts_section=True,
    ),
    Command("measure_distance", lambda: tr("Measure a distance"), MAP, "distance", "Ctrl+M", CADASTRE),
    Command("measure_area", lambda: tr("Measure an area"), MAP, "area", "Ctrl+Shift+M", CADASTRE),
    Command(
        "print_map",
        lambda: tr("Print or export the map …"),
        MAP,
        "print",
        "Ctrl+Shift+E",
        CADASTRE,
        starts_section=True,
        alone=True,
    ),
    Command("village_maps", lambda: tr("Maps by village …"), MAP, "maps", "", REVIEWABLE, alone=True),
    Command("why", lambda: tr("Why (not)?"), VIEW, "why", "Ctrl+1", PROJECT),
    Command(
        "print_why", lambda: tr("Print the sheet “Why (not)?” …"), VIEW, "pdf", "Ctrl+P", DETECTED, alone=True
    ),
    Command("case", lambda: tr("Case"), VIEW, "review", "Ctrl+2", PROJECT),
    Command("details", lambda: tr("Facts"), VIEW, "details", "Ctrl+7", PROJECT),
    Command("owners", lambda: tr("Owners"), VIEW, "owners", "Ctrl+3", PROJECT),
    Command("contacts", lambda: tr("Contacts"), VIEW, "contact", "Ctrl+4", PROJECT),
    Command("timeline", lambda: tr("Timeline of the site"), VIEW, "history", "Ctrl+8", PROJECT),
    Command("files", lambda: tr("Documents and photos"), VIEW, "file", "Ctrl+9", PROJECT),
    Command("due", lambda: tr("What is due"), VIEW, "due", "Ctrl+5", PROJECT),
    Command("statistics", lambda: tr("Figures"), VIEW, "statistics", "Ctrl+6", PROJECT),
    Command("report_days", lambda: tr("Reporting days and returns …"), VIEW, "", "", PROJECT, alone=True),
    Command("council_paper", lambda: tr("Council paper …"), VIEW, "council", "", PROJECT, alone=True),
    Command(
        "tables", lambda: tr("Tables"), VIEW, "table", "F6", PROJECT, checkable=True, starts_section=True
    ),
    Command("enlarge_tables", lambda: tr("Large table, and back"), VIEW, "enlarge", "Shift+F6", PROJECT),
    Command("inspector", lambda: tr("Panel on the right"), VIEW, "panel", "F9", PROJECT, checkable=True),
    Command("full_screen", lambda: tr("Full screen"), VIEW, "", "F11", checkable=True),
    Command(
        "german",
        lambda: tr("Deutsch"),
        VIEW,
        "language",
        checkable=True,
        group="language",
        starts_section=True,
    ),
    Command("english", lambda: tr("English"), VIEW, "", checkable=True, group="language"),
    Command(
        "system",
        lambda: tr("Appearance of the system"),
        VIEW,
        "appearance",
        checkable=True,
        group="appearance",
        starts_section=True,
    ),
    Command("light", lambda: tr("Light"), VIEW, "", checkable=True, group="appearance"),
    Command("dark", lambda: tr("Dark"), VIEW, "", checkable=True, group="appearance"),
    Command("contrast", lambda: tr("High contrast"), VIEW, "", checkable=True, group="appearance"),
    Command("glossary", lambda: tr("Terms …"), HELP, "why", "F1"),
    Command("about", lambda: tr("About flurinfill …"), HELP, "about"),
)
