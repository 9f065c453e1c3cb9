package committee

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lr/internal/clock"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// names is what the committee and its groups are called, and where it works.
var names = sheet{
	path: "names",
	part: func(s review.Settings) any { return []any{s.Names, s.Councils, s.Contact} },
	show: func(f *form.Form, s review.Settings) {
		f.Set("committee", s.Names.Committee)
		f.Set("councils", strings.Join(s.Councils, "\n"))
		f.Set("contact", s.Contact)
		f.Set("group", s.Names.WorkingGroup)
		f.Set("chiefs", s.Names.ChiefOfficers)
		f.Set("lead", s.Names.LeadOfficer)
	},
	take: func(f *form.Form, s *review.Settings) {
		s.Names = review.Names{
			Committee:     f.Line("committee", 200, "Give the name of the committee."),
			WorkingGroup:  f.Line("group", 80, "Say what you call the group that recommends, such as screening group."),
			ChiefOfficers: f.Line("chiefs", 80, "Say what you call the chief officers together."),
			LeadOfficer:   f.Line("lead", 80, "Give the title of the lead officer."),
		}
		s.Contact = f.Text("contact", 300, "")
		s.Councils = lines(f.Text("councils", 1000, ""))
	},
	page: web.NewPage[sheetData](pages, "names.html"),
}

// lines are the lines of a text that say something, each once.
func lines(text string) []string {
	all := []string{}
	for _, l := range strings.Split(text, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// limits are the time limits that a committee sets, and the names of their fields.
var limits = []struct {
	field, missing string
	of             func(s *review.Settings) *clock.Span
}{
	{"acknowledge", "Say within how long a notification is acknowledged.", func(s *review.Settings) *clock.Span { return &s.AcknowledgeWithin }},
	{"report", "Say within how long agencies report.", func(s *review.Settings) *clock.Span { return &s.ReportWithin }},
	{"decide", "", func(s *review.Settings) *clock.Span { return &s.DecideWithin }},
}

// times is how long things may take, and when agencies are reminded. [ASF19 p19, SCR15 p9]
var times = sheet{
	path: "times",
	part: func(s review.Settings) any {
		return []any{s.AcknowledgeWithin, s.ReportWithin, s.DecideWithin, s.Remind}
	},
	show: func(f *form.Form, s review.Settings) {
		for _, l := range limits {
			span := *l.of(&s)
			if span.Amount > 0 {
				f.Set(l.field, strconv.Itoa(span.Amount))
			}
			f.Set(l.field+"-unit", string(span.Unit))
		}
		var before []string
		for _, n := range s.Remind.Before {
			before = append(before, strconv.Itoa(n))
		}
		f.Set("before", strings.Join(before, ", "))
		f.Set("every", strconv.Itoa(s.Remind.Every))
		f.Set("quiet-from", strconv.Itoa(s.Remind.QuietFrom))
		f.Set("quiet-until", strconv.Itoa(s.Remind.QuietUntil))
	},
	take: takeTimes,
	page: web.NewPage[sheetData](pages, "times.html"),
}

func takeTimes(f *form.Form, s *review.Settings) {
	for _, l := range limits {
		*l.of(s) = clock.Span{Amount: f.Number(l.field, 1, 400, l.missing),
			Unit: clock.Unit(f.Choice(l.field+"-unit", units, "Choose what it is counted in."))}
	}
	s.Remind.Before = takeBefore(f)
	s.Remind.Every = f.Number("every", 1, 60, "Say after how many working days an agency that is late is reminded again.")
	s.Remind.QuietFrom = f.Number("quiet-from", 0, 23, "Give the hour from which no message goes out, such as 18.")
	s.Remind.QuietUntil = f.Number("quiet-until", 0, 23, "Give the hour from which messages go out again, such as 8.")
}

// takeBefore reads "5, 1": days before the due day, the longest first.
func takeBefore(f *form.Form) []int {
	days := []int{}
	for _, w := range strings.FieldsFunc(f.Line("before", 60, ""), func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > 60 {
			f.Refuse("before", "Give numbers of working days from 1 to 60, such as 5, 1.")
			return nil
		}
		if !slices.Contains(days, n) {
			days = append(days, n)
		}
	}
	slices.SortFunc(days, func(a, b int) int { return b - a })
	return days
}

var units = func() (all []form.Option) {
	for _, u := range clock.Units() {
		all = append(all, form.Option{Value: string(u), Label: string(u) + "s"})
	}
	return all
}()

// Units are offered for time limits.
func (sheetData) Units() []form.Option { return units }

// ways is who decides what, and what is usual. [SEED recommend, ASP22 p4]
var ways = sheet{
	path: "ways",
	part: func(s review.Settings) any {
		return []any{s.ChiefOfficers, s.Delegated, s.Reveal, s.WordBudget, s.PublishDefault}
	},
	show: func(f *form.Form, s review.Settings) {
		f.Set("chiefs", string(s.ChiefOfficers))
		f.Set("delegated", s.Delegated)
		f.Set("reveal", string(s.Reveal))
		f.Set("words", strconv.Itoa(s.WordBudget))
		f.Set("publish", s.PublishDefault)
	},
	take: func(f *form.Form, s *review.Settings) {
		s.ChiefOfficers = review.ChiefOfficers(f.Choice("chiefs", chiefs, "Choose what chief officers do."))
		s.Delegated = f.Line("delegated", 200, "")
		s.Reveal = review.Reveal(f.Choice("reveal", reveals, "Choose when released reports can be read by others."))
		s.WordBudget = f.Number("words", 100, 20000, "Say how many words you suggest for an agency's report.")
		s.PublishDefault = f.Choice("publish", extents, "Choose what is usually published.")
	},
	page: web.NewPage[sheetData](pages, "ways.html"),
}

var (
	chiefs = []form.Option{
		{Value: string(review.Told), Label: "They are told of the decision"},
		{Value: string(review.Ratify), Label: "They ratify the decision", Hint: "It takes effect when they have."},
	}
	reveals = []form.Option{
		{Value: string(review.AsReleased), Label: "Each as its agency releases it"},
		{Value: string(review.Together), Label: "All together", Hint: "When all are in, or the lead officer closes the round."},
	}
	extents = []form.Option{
		{Value: "full", Label: "The whole report, without names"},
		{Value: "summary", Label: "A summary"},
		{Value: "none", Label: "Nothing"},
	}
)

func (sheetData) Chiefs() []form.Option  { return chiefs }
func (sheetData) Reveals() []form.Option { return reveals }
func (sheetData) Extents() []form.Option { return extents }

// spell says a time limit; one of nothing is no limit.
func spell(s clock.Span) string {
	if s.Amount == 0 {
		return "no limit"
	}
	return s.String()
}

// spellDays says "5 and 1 working days before".
func spellDays(days []int) string {
	if len(days) == 0 {
		return "no reminder before the day"
	}
	var words []string
	for _, n := range days {
		words = append(words, strconv.Itoa(n))
	}
	last := len(words) - 1
	if last > 0 {
		words = []string{strings.Join(words[:last], ", ") + " and " + words[last]}
	}
	if days[0] == 1 && last == 0 {
		return "1 working day before"
	}
	return fmt.Sprintf("%s working days before", words[0])
}
