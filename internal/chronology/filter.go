package chronology

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// sought are the names of what somebody may look for in the line.
var sought = []string{"words", "agency", "from", "to", "tag", "only"}

// The ways of seeing only a part of the line by one's own or the team's notes.
const (
	onlyStarred = "starred"
	onlyNoted   = "noted"
)

// filter is what somebody looks for in the line.
type filter struct {
	Words       []string // folded; all of them
	Agency, Tag string   // the tag folded
	From, To    db.Date
	Only        string
}

// askedFor reads what somebody looks for, from the address of the page.
func askedFor(r *web.Request) *form.Form {
	f := form.New()
	for _, name := range sought {
		if v := r.Query(name); v != "" {
			f.Set(name, v)
		}
	}
	return f
}

// queryOf is the same for another address.
func queryOf(value func(string) string) url.Values {
	q := url.Values{}
	for _, name := range sought {
		if v := value(name); v != "" {
			q.Set(name, v)
		}
	}
	return q
}

// filterOf reads a sheet on which somebody said what they look for.
func filterOf(f *form.Form, today db.Date) filter {
	w := filter{Words: strings.Fields(fold(f.Line("words", 200, ""))), Agency: f.Value("agency"), Tag: fold(f.Value("tag")), Only: f.Value("only")}
	if t, ok := period(f, "from", today); ok {
		if w.From = t.From; w.From.IsZero() {
			w.From = t.To
		}
	}
	if t, ok := period(f, "to", today); ok {
		if w.To = t.To; w.To.IsZero() {
			w.To = t.From
		}
	}
	if !w.From.IsZero() && !w.To.IsZero() && w.To.Before(w.From) {
		f.Refuse("to", "This is before the beginning.")
	}
	return w
}

func period(f *form.Form, name string, today db.Date) (read.When, bool) {
	written := f.Line(name, longWhen, "")
	if written == "" {
		return read.When{}, false
	}
	t, fault := read.Dates{Today: today}.Read(written)
	if fault != nil || t.Precision == read.Unknown {
		f.Refuse(name, "Give a day, a month or a year, such as 22 May 2016, May 2016 or 2016.")
		return t, false
	}
	return t, true
}

// in says whether the time of an entry can lie in the period.
func (w filter) in(e Entry) bool {
	return e.Precision != read.Unknown && (w.From.IsZero() || e.To.IsZero() || !e.To.Before(w.From)) && (w.To.IsZero() || e.From.IsZero() || !e.From.After(w.To))
}

// keep gives the entries that are looked for. words are those of each entry,
// folded, where some are looked for. undated is how many are left out only because their time is not known.
func (w filter) keep(es []Entry, words []string, mine notes) (kept []Entry, undated int) {
	for i, e := range es {
		if w.Agency != "" && e.Agency != w.Agency || w.Only == onlyStarred && !mine.starred[e.ID] || w.Only == onlyNoted && !mine.own[e.ID] ||
			w.Tag != "" && !mine.tagged(e.ID, w.Tag) || len(w.Words) > 0 && !hasAll(words[i], w.Words) {
			continue
		}
		if (!w.From.IsZero() || !w.To.IsZero()) && !w.in(e) {
			if e.Precision == read.Unknown {
				undated++
			}
			continue
		}
		kept = append(kept, e)
	}
	return kept, undated
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// wordsOf gives the words of each entry of a line, folded, to be searched.
func wordsOf(c access.Case, l mergedLine) ([]string, error) {
	return access.Kept(c, seal.Chronology, "words of the "+l.what, l.version, func() ([]string, error) { return foldAll(l.entries), nil })
}

func foldAll(es []Entry) []string {
	all := make([]string, len(es))
	var b []byte
	for i := range es {
		e := &es[i]
		b = append(append(append(b[:0], e.When.Reveal()...), '\n'), e.AgencyName...)
		for _, t := range e.texts() {
			b = append(append(b, '\n'), t.Reveal()...)
		}
		b = append(append(b, '\n'), e.Found()...)
		b = append(append(b, '\n'), e.Sign.Words()...)
		all[i] = fold(string(b))
	}
	return all
}

// fold makes words of one kind of capitals and accents.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return strings.Map(func(r rune) rune {
				switch {
				case unicode.Is(unicode.Mn, r):
					return -1
				case r == '’' || r == '‘':
					return '\''
				case r == '–' || r == '—':
					return '-'
				}
				return unicode.ToLower(r)
			}, norm.NFKD.String(s))
		}
	}
	return strings.ToLower(s)
}
