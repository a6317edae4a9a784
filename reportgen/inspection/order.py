"""The order of elements that Office insists on: sequences of ISO/IEC 29500-1, transitional, by the element they are in.

Word and Excel call a file unreadable, or quietly lose what follows, when children of these elements stand in another
order. Elements of other namespaces are extensions and may stand between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.inspection import rules
from reportgen.inspection.markup import SHEET, WORD, Element, local, named
from reportgen.inspection.rules import Finding

_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath rPrChange"
)
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_SIDES = "top start left bottom end right"
_TABLE = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
_SETTINGS = (
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle* proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
    "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride "
    "styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders "
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData "
    "noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter* "
    "noLineBreaksBefore* savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent "
    "alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags "
    "alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids "
    "attachedSchema* themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats doNotAutoCompressPictures "
    "forceUpgrade captions readModeInkLockDown smartTagType* shapeDefaults doNotEmbedSmartTags decimalSymbol "
    "listSeparator"
)
# Element -> its children in order; a star marks those that may stand more than once, a bar those in any order.
_WORD_SEQUENCES = {
    "rPr": f"ins del moveFrom moveTo {_RUN}",  # the marks of changes belong to the mark of a paragraph
    "pPr": _PARAGRAPH,
    "numPr": "ilvl numId numberingChange ins",
    "pBdr": "top left bottom right between bar",
    "tblPr": f"{_TABLE} tblPrChange",
    "tblPrEx": f"{_TABLE} tblPrExChange",
    "tblBorders": f"{_SIDES} insideH insideV",
    "tblCellMar": _SIDES,
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark "
        "headers cellIns cellDel cellMerge tcPrChange"
    ),
    "tcBorders": f"{_SIDES} insideH insideV tl2br tr2bl",
    "tcMar": _SIDES,
    "sectPr": (
        "headerReference*|footerReference* footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
    ),
    "settings": _SETTINGS,
    "styles": "docDefaults latentStyles style*",
    "docDefaults": "rPrDefault pPrDefault",
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
        "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr*"
    ),
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "numbering": "numPicBullet* abstractNum* num* numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl*",
    "num": "abstractNumId lvlOverride*",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "sdtPr": (
        "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex equation comboBox date "
        "docPartObj docPartList dropDownList picture richText text citation group bibliography"
    ),
}
_SHEET_SEQUENCES = {
    "workbook": (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
        "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
        "fileRecoveryPr* webPublishObjects extLst"
    ),
    "worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols* sheetData sheetCalcPr sheetProtection protectedRanges "
        "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting* "
        "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
        "customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
        "oleObjects controls webPublishItems tableParts extLst"
    ),
    "styleSheet": ("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"),
    "dxf": "font numFmt fill alignment border protection extLst",
    "border": "start end left right top bottom diagonal vertical horizontal",
    "xf": "alignment protection extLst",
    "dataValidation": "formula1 formula2",
    "comment": "text commentPr",
}

_RANGES = (
    "bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd commentRangeStart "
    "commentRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd "
    "proofErr permStart permEnd ins del moveFrom moveTo customXml sdt"
)
_BLOCKS = f"p tbl altChunk {_RANGES}"
_INLINE = f"r hyperlink fldSimple smartTag bdo dir subDoc {_RANGES}"
# Element -> (what stands first, in order; what may stand after it in any order)
_WORD_CONTAINERS = {
    "body": ("", f"{_BLOCKS} sectPr"),
    "hdr": ("", _BLOCKS),
    "ftr": ("", _BLOCKS),
    "footnote": ("", _BLOCKS),
    "endnote": ("", _BLOCKS),
    "comment": ("", _BLOCKS),
    "txbxContent": ("", _BLOCKS),
    "tbl": ("tblPr tblGrid", f"tr {_RANGES}"),
    "tr": ("tblPrEx trPr", f"tc {_RANGES}"),
    "tc": ("tcPr", _BLOCKS),
    "p": ("pPr", _INLINE),
    "hyperlink": ("", _INLINE),
    "fldSimple": ("fldData", _INLINE),
    "r": (
        "rPr",
        "t delText instrText delInstrText br cr tab ptab sym drawing pict object fldChar footnoteReference "
        "endnoteReference commentReference footnoteRef endnoteRef annotationRef separator continuationSeparator pgNum "
        "noBreakHyphen softHyphen dayShort monthShort yearShort dayLong monthLong yearLong lastRenderedPageBreak ruby "
        "contentPart",
    ),
}

_Ranks = Mapping[str, int]  # child -> its place; those that may stand anywhere after the first share one


def _sequence(names: str) -> tuple[_Ranks, frozenset[str]]:
    """The ranks of the children of a sequence, and those that may be repeated."""
    places = [place.split("|") for place in names.split()]
    return (
        {word.rstrip("*"): number for number, place in enumerate(places) for word in place},
        frozenset(word[:-1] for place in places for word in place if word.endswith("*")),
    )


def _container(first: str, rest: str) -> tuple[_Ranks, frozenset[str]]:
    ranks, _ = _sequence(first)
    others = rest.split()
    return {**ranks, **dict.fromkeys(others, len(ranks))}, frozenset(others)


_ORDERS = {
    f"{{{space}}}{name}": (space, *_sequence(names))
    for space, sequences in ((WORD, _WORD_SEQUENCES), (SHEET, _SHEET_SEQUENCES))
    for name, names in sequences.items()
} | {f"{{{WORD}}}{name}": (WORD, *_container(*names)) for name, names in _WORD_CONTAINERS.items()}

_LOOSE = frozenset({f"{{{WORD}}}rPr"})
"""Word, and the standard since its second edition, take the properties of a run in any order; older programs do not."""


def order_findings(part: str, root: Element) -> Iterator[Finding]:
    """What stands in the wrong order, twice, or where it does not belong, in a part of Word or Excel."""
    for element in root.iter(*_ORDERS):
        if len(element):
            yield from _check(part, element)


def _check(part: str, parent: Element) -> Iterator[Finding]:
    space, ranks, repeatable = _ORDERS[parent.tag]
    prefix = f"{{{space}}}"
    seen: set[str] = set()
    last, before = -1, parent
    for child in parent:
        if not child.tag.startswith(prefix):
            continue
        name = local(child)
        rank = ranks.get(name)
        facts = {"child": named(child), "parent": named(parent)}
        if rank is None:
            yield rules.CHILD_MISPLACED.at(part, child, **facts)
            continue
        if name in seen and name not in repeatable:
            yield rules.CHILD_TWICE.at(part, child, **facts)
        elif rank < last:
            rule = rules.RUN_ORDER if parent.tag in _LOOSE else rules.CHILD_ORDER
            yield rule.at(part, child, before=named(before), **facts)
        else:
            last, before = rank, child
        seen.add(name)
