"""The sequences of ISO/IEC 29500-1, transitional, by the element whose children they order.

A star marks children that may stand more than once, a bar joins those that may stand in any order.
"""

from __future__ import annotations

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
WORD_SEQUENCES = {
    "rPr": f"ins del moveFrom moveTo {_RUN}",  # the marks of changes belong to the mark of a paragraph
    "pPr": _PARAGRAPH,
    "numPr": "ilvl numId numberingChange ins",
    "pBdr": "top left bottom right between bar",
    "tblPr": f"{_TABLE} tblPrChange",
    "tblPrEx": "tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblPrExChange",
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

_RANGES = (
    "bookmarkStart bookmarkEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd commentRangeStart "
    "commentRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
    "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd "
    "proofErr permStart permEnd ins del moveFrom moveTo customXml sdt"
)
_BLOCKS = f"p tbl altChunk {_RANGES}"
_INLINE = f"r hyperlink fldSimple smartTag bdo dir subDoc {_RANGES}"
# What stands first, in order; what may stand after it in any order, as often as it likes.
WORD_CONTAINERS = {
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

_PLOTS = (
    "areaChart*|area3DChart*|lineChart*|line3DChart*|stockChart*|radarChart*|scatterChart*|pieChart*|pie3DChart*|"
    "doughnutChart*|barChart*|bar3DChart*|ofPieChart*|surfaceChart*|surface3DChart*|bubbleChart*"
)
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses|crossesAt"
)
_SHOWN = "showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
CHART_SEQUENCES = {
    "chartSpace": (
        "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData "
        "printSettings userShapes extLst"
    ),
    "chart": (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs "
        "showDLblsOverMax extLst"
    ),
    "plotArea": f"layout {_PLOTS} valAx*|catAx*|dateAx*|serAx* dTable spPr extLst",
    "barChart": "barDir grouping varyColors ser* dLbls gapWidth overlap serLines* axId* extLst",
    "lineChart": "grouping varyColors ser* dLbls dropLines hiLowLines upDownBars marker smooth axId* extLst",
    "scatterChart": "scatterStyle varyColors ser* dLbls axId* extLst",
    "radarChart": "radarStyle varyColors ser* dLbls axId* extLst",
    "stockChart": "ser* dLbls dropLines hiLowLines upDownBars axId* extLst",
    "ser": (  # of any of these: each takes part of it, in this order
        "idx order tx spPr invertIfNegative|pictureOptions|marker|explosion dPt* dLbls trendline* errBars* cat|xVal "
        "val|yVal shape|smooth extLst"
    ),
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "catAx": f"{_AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "valAx": f"{_AXIS} crossBetween majorUnit minorUnit dispUnits extLst",
    "dateAx": (f"{_AXIS} auto lblOffset baseTimeUnit majorUnit majorTimeUnit minorUnit minorTimeUnit extLst"),
    "scaling": "logBase orientation max min extLst",
    "dLbls": f"dLbl* delete numFmt spPr txPr dLblPos {_SHOWN} showLeaderLines leaderLines extLst",
    "dLbl": f"idx delete layout tx numFmt spPr txPr dLblPos {_SHOWN} extLst",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr extLst",
    "title": "tx layout overlay spPr txPr extLst",
    "legend": "legendPos legendEntry* layout overlay spPr txPr extLst",
    "numRef": "f numCache extLst",
    "strRef": "f strCache extLst",
    "numCache": "formatCode ptCount pt* extLst",
    "strCache": "ptCount pt* extLst",
}
