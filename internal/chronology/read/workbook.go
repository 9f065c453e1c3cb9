package read

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const mostStrings = 200_000 // different texts of a workbook

// sheet is one of a workbook's.
type sheet struct {
	name, part, hidden string
}

// workbook is an xlsx file.
type workbook struct {
	*office
	sheets  []sheet
	since04 bool
	words   []byte   // that cells share, one after the other
	ends    []uint32 // where each of them ends
	styles  []style  // how numbers are shown
	seen    *notes
}

// style is how a number is shown.
type style byte

const (
	asNumber style = iota
	asDay
	asTime
	asMoment
)

func openWorkbook(o *office, main string, n *notes) (*workbook, error) {
	b := &workbook{office: o, seen: n}
	points, err := o.relations(main)
	if err != nil {
		return nil, err
	}
	err = o.walk(main, func(e event, s *scanner) error {
		if e != opens {
			return nil
		}
		switch s.name {
		case "workbookPr":
			b.since04 = s.yes("date1904")
		case "sheet":
			r := points[s.attribute("id")]
			b.sheets = append(b.sheets, sheet{s.attribute("name"), r.target, s.attribute("state")})
			if len(b.sheets) > mostOfParts {
				return errParts
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := b.readStyles(target(points, "styles", "xl/styles.xml")); err != nil {
		return nil, err
	}
	if err := b.readWords(target(points, "sharedStrings", "xl/sharedStrings.xml")); err != nil {
		return nil, err
	}
	b.lookAround(points)
	return b, nil
}

func target(points map[string]relation, kind, usual string) string {
	for _, r := range points {
		if r.kind == kind {
			return r.target
		}
	}
	return usual
}

// lookAround notes what the workbook carries that is not a table.
func (b *workbook) lookAround(points map[string]relation) {
	note := func(is bool, kind string) {
		if is {
			b.seen.add(kind, "the workbook")
		}
	}
	outside := false
	for _, r := range points {
		outside = outside || r.outside
	}
	note(b.under("xl/vbaproject") || b.under("xl/macrosheets/") || b.under("xl/dialogsheets/"), "macros")
	note(outside || b.under("xl/externallinks/") || b.has("xl/connections.xml") || b.under("xl/querytables/"), "external_links")
	note(b.under("xl/pivotcache/"), "pivot_table")
	note(b.under("xl/embeddings/") || b.under("xl/activex/"), "embedded_file")
	note(b.under("xl/media/") || b.under("xl/charts/"), "pictures")
	for _, s := range b.sheets {
		if s.hidden != "" && s.hidden != "visible" {
			b.seen.add("hidden_sheet", s.name)
		}
	}
}

// readWords reads the texts that cells share. They are held in one piece.
func (b *workbook) readWords(part string) error {
	inText, phonetic := false, 0
	return b.walk(part, func(e event, s *scanner) error {
		switch {
		case e == opens && s.name == "t":
			inText = true
		case e == closes && s.name == "t":
			inText = false
		case e == opens && s.name == "rPh":
			phonetic++
		case e == closes && s.name == "rPh":
			phonetic--
		case e == text && inText && phonetic == 0:
			b.words = append(b.words, plainText(s.text)...)
		case e == closes && s.name == "si":
			b.ends = append(b.ends, uint32(len(b.words)))
		}
		if len(b.words) > mostText || len(b.ends) > mostStrings {
			return errHeavy
		}
		return nil
	})
}

// word is the text of that number among those that cells share.
func (b *workbook) word(n string) string {
	i := number(n)
	if n == "" || i < 0 || i >= len(b.ends) {
		return ""
	}
	begin := uint32(0)
	if i > 0 {
		begin = b.ends[i-1]
	}
	return clean(unescape(string(b.words[begin:b.ends[i]])))
}

var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescape puts signs in the place of their numbers, as workbooks write them.
func unescape(s string) string {
	if !strings.Contains(s, "_x") && strings.IndexFunc(s, unwritten) < 0 {
		return s
	}
	s = escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 32)
		return string(rune(n))
	})
	s, _ = tidy(s)
	return s
}

// readStyles finds how each style shows a number.
func (b *workbook) readStyles(part string) error {
	own := map[string]style{}
	inCells := false
	return b.walk(part, func(e event, s *scanner) error {
		switch {
		case e == opens && s.name == "numFmt":
			own[s.attribute("numFmtId")] = styleOf(s.attribute("formatCode"))
		case s.name == "cellXfs" && e != text:
			inCells = e == opens
		case e == opens && s.name == "xf" && inCells:
			id := s.attribute("numFmtId")
			shown, ok := own[id]
			if !ok {
				shown = builtIn(id)
			}
			b.styles = append(b.styles, shown)
		}
		if len(own) > 10_000 || len(b.styles) > 100_000 {
			return errDamaged
		}
		return nil
	})
}

func builtIn(id string) style {
	switch n := number(id); {
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n >= 57 && n <= 58:
		return asDay
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 45 && n <= 47, n == 55, n == 56:
		return asTime
	case n == 22:
		return asMoment
	}
	return asNumber
}

var quietly = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[(?:[^hms\]][^\]]*)?\]`)

// styleOf reads a format that somebody made.
func styleOf(format string) style {
	format, _, _ = strings.Cut(quietly.ReplaceAllString(strings.ToLower(format), ""), ";")
	if strings.Contains(format, "general") {
		return asNumber
	}
	day := strings.ContainsAny(format, "yd") || strings.Contains(format, "mmm")
	clock := strings.ContainsAny(format, "hs")
	switch {
	case day && clock:
		return asMoment
	case day:
		return asDay
	case clock:
		return asTime
	case strings.Trim(format, "m-/. ") == "" && strings.Contains(format, "m"):
		return asDay
	}
	return asNumber
}

// shown is a number as the sheet shows it.
func (b *workbook) shown(raw string, styled int) cell {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return cell{text: clean(raw)}
	}
	how := asNumber
	if styled >= 0 && styled < len(b.styles) {
		how = b.styles[styled]
	}
	if how != asNumber {
		if how == asDay && n == math.Trunc(n) && n >= earliestYear && n <= 2100 && !b.since04 {
			return cell{strconv.Itoa(int(n)), numeric} // a year, typed into a column of days
		}
		if d, clock, ok := moment(n, b.since04); ok {
			switch {
			case d.IsZero() && clock == "":
				return cell{"00:00", moments}
			case d.IsZero() || how == asTime && n < 1:
				return cell{clock, moments}
			}
			return cell{strings.TrimSpace(fmt.Sprintf("%02d/%02d/%04d %s", d.Day, d.Month, d.Year, clock)), moments}
		}
	}
	return cell{strconv.FormatFloat(n, 'f', -1, 64), numeric}
}

// choose gives the sheets to look at, in order: the one asked for, or all that
// are not hidden.
func (b *workbook) choose(name string) ([]sheet, error) {
	var open []sheet
	var names []string
	for _, s := range b.sheets {
		if name != "" && strings.EqualFold(strings.TrimSpace(s.name), strings.TrimSpace(name)) {
			return []sheet{s}, nil
		}
		names = append(names, s.name)
		if s.hidden == "" || s.hidden == "visible" {
			open = append(open, s)
		}
	}
	if name != "" {
		return nil, sentencef("There is no sheet %q. The sheets are: %s.", name, strings.Join(names, ", "))
	}
	return slices.DeleteFunc(open, func(s sheet) bool { return !strings.Contains(s.part, "worksheets") && !b.has(s.part) }), nil
}
