package look

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Tag is a word or two on a coloured ground. The word says it all; the colour
// only helps: green for done, blue for now, yellow for soon, red for late or
// stopped, grey for not begun, and the design system's other names.
type Tag struct{ Colour, Text string }

// Fold is a line that opens to more words.
type Fold struct{ Summary, Text string }

// Copy is a field of another form, with the words to be copied into it. Note is a
// word or two beside its label.
type Copy struct{ ID, Section, Label, Words, Note string }

// Rows is how many lines the words take on a page, about.
func (c Copy) Rows() int {
	rows := 0
	for _, line := range strings.Split(c.Words, "\n") {
		rows += 1 + len(line)/70
	}
	return min(rows, 12)
}

// Panel says that a thing is done. Title is the page's h1.
type Panel struct{ Title, Text string }

// Row is a line of a summary list. Value is printed with its line breaks. Href
// and Action are a link such as "Change", or "".
type Row struct {
	Key          string
	Value        any
	Href, Action string
}

// row makes a Row in a page: row "Key" .Value, or row "Key" .Value "/change" "Change".
func row(key string, value any, link ...string) (Row, error) {
	r := Row{Key: key, Value: value}
	switch len(link) {
	case 0:
	case 2:
		r.Href, r.Action = link[0], link[1]
	default:
		return r, fmt.Errorf("row %q: a link is an address and its words, not %d", key, len(link))
	}
	return r, nil
}

// Standing is how far a stage of a review has come.
type Standing string

// A stage is Done, or it is the one Now, or it is ToCome. Passed is a stage the
// review did not need, such as learning when no review was to be held.
const (
	Done   Standing = "done"
	Now    Standing = "now"
	ToCome Standing = "to come"
	Passed Standing = "not needed"
)

// Stage is one line of "Where it stands". Href is "" where there is nothing to
// read yet; Note is a few words such as "by 31 March 2027".
type Stage struct {
	Name, Href, Note string
	Standing         Standing
}

// Class is the stage's Standing as the style sheet names it.
func (s Stage) Class() string {
	switch s.Standing {
	case Done:
		return "done"
	case Now:
		return "now"
	case Passed:
		return "passed"
	}
	return "tocome"
}

// Stands is where a review stands among its stages, in their order.
type Stands []Stage

// Number is that of the stage now, from 1; 0 when none is, as in a closed review.
func (s Stands) Number() int {
	for i := range s {
		if s[i].Standing == Now {
			return i + 1
		}
	}
	return 0
}

// Place is the number people give the stage at i, from 1.
func (s Stands) Place(i int) int { return i + 1 }

// Name is that of the stage now.
func (s Stands) Name() string {
	if n := s.Number(); n > 0 {
		return s[n-1].Name
	}
	return ""
}

// Stretch is a span of time as a line of 100 from its beginning: where the day is
// by which something is due, and where today is. It only shows what words beside
// it say. The zero Stretch is not drawn.
type Stretch struct{ Due, Today int }

// NewStretch makes a Stretch of the days from the beginning to the two.
func NewStretch(due, today int) Stretch {
	due, today = max(due, 0), max(today, 0)
	all := max(due, today, 1)
	return Stretch{100 * due / all, 100 * today / all}
}

// Drawn says that there is something to draw, Over how much of it is too late.
func (s Stretch) Drawn() bool { return s != Stretch{} }
func (s Stretch) Over() int   { return max(s.Today-s.Due, 0) }

// Table has as many cells in each row as Head has words. None is what stands
// there when there are no rows.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]Cell
	None    string
}

// Cell is a word or number of a table, a link, a tag or what is late.
type Cell struct {
	Text string
	Href string
	Tag  string // colour of a tag that the text is on
	Late bool
}

// Task is one line of a task list, under an h2. Status is said beside it.
type Task struct {
	Text, Href, Hint, Status string
	Done                     bool
}

// Change is a piece of a text against an earlier one: kept, unless it was added
// or removed.
type Change struct {
	Added, Removed bool
	Text           string
}

// Turn is the turning of pages of a long list at Path; Query is kept and its
// "page" set.
type Turn struct {
	Path      string
	Query     url.Values
	Now, Last int // from 1
}

// OnPage is how many of a long list stand on one page.
const OnPage = 50

// TurnTo gives those of a long list that stand on the page asked for, and sets the
// turn to it. What is no page of it is the first or the last.
func TurnTo[T any](all []T, asked string, t *Turn) []T {
	t.Now, t.Last = 1, max(1, (len(all)+OnPage-1)/OnPage)
	if n, err := strconv.Atoi(asked); err == nil {
		t.Now = min(max(n, 1), t.Last)
	}
	return all[(t.Now-1)*OnPage : min(t.Now*OnPage, len(all))]
}

// PageLink is one place in a Turn; Number 0 is a gap.
type PageLink struct {
	Number  int
	Current bool
}

// Pages are the first, the last, and those beside the one now.
func (t Turn) Pages() []PageLink {
	var ps []PageLink
	for n := 1; n <= t.Last; n++ {
		beside := n >= t.Now-1 && n <= t.Now+1
		if n == 1 || n == t.Last || beside {
			ps = append(ps, PageLink{n, n == t.Now})
		} else if ps[len(ps)-1].Number != 0 {
			ps = append(ps, PageLink{})
		}
	}
	return ps
}

// Href is the address of page n.
func (t Turn) Href(n int) string {
	q := url.Values{}
	for k, v := range t.Query {
		q[k] = v
	}
	q.Set("page", strconv.Itoa(n))
	return t.Path + "?" + q.Encode()
}

// Before is the number of the page before, 0 if none.
func (t Turn) Before() int { return max(t.Now-1, 0) }

// After is the number of the page after, 0 if none.
func (t Turn) After() int {
	if t.Now >= t.Last {
		return 0
	}
	return t.Now + 1
}
