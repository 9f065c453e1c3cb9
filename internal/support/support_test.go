package support_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

var features = []web.Feature{agencyreport.Feature, reviewteam.Feature, support.Feature}

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.SettingUp)
		for i, agency := range []string{accesstest.Social, accesstest.Health} {
			w.Exec(t, `INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, about, outline, progress, released)
				VALUES ($1, $2, $3, $4, 'x', $4, $5, $5, 'in', 1)`, []string{"r1", "r2"}[i], w.Own, agency,
				db.Date{Year: 2026, Month: time.November, Day: 2}, []byte{1})
		}
		test(t, w)
	}, features...)
}

func named(w *accesstest.World, who string) url.Values {
	return url.Values{"supporter": {w.Account(who)}, "contact": {"Telephone 01632 000 111, in the mornings"},
		"deputy": {"Isla Deputy-Example, 01632 000 112"}, "before": {"1 December 2026"}, "after": {"12 December 2026"}}
}

func recorded(t *testing.T, w *accesstest.World) bool {
	t.Helper()
	var n int
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM review_record WHERE review_id = $1 AND record = $2`,
			w.Own, string(review.SupportersNamed))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n == 1
}

// Each agency that was asked for a report has somebody named who supports its
// people. [SEED support]
func TestEachAgencyThatWasAskedNeedsASupporter(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get(w.Path("supporters")).OK().Sees("A supporter is still missing", "Exampleshire Social Work Yes Nobody yet", "Invented Police Division No")
		lead.Post(w.Path("supporters/"+accesstest.Social), named(w, "supporter")).Is(http.StatusSeeOther)
		if recorded(t, w) {
			t.Error("one of two agencies is enough")
		}
		w.As(t, "admin").Post(w.Path("supporters/"+accesstest.Health), named(w, "supporter two")).Is(http.StatusSeeOther)
		if !recorded(t, w) {
			t.Error("both agencies have a supporter, and that is not written down")
		}
		lead.Get(w.Path("supporters")).OK().Sees("Name of supporter two", "Every agency that was asked")
		w.As(t, "supporter").Get("/").OK().Sees("You are named as a supporter")
		w.As(t, "supporter").Get(w.Path("supporting")).OK().Sees("Telephone 01632 000 111", "12 December 2026").SeesNot("supporter two")
		w.As(t, "supporter").Post(w.Path("supporting"), nil).Is(http.StatusSeeOther)
		w.As(t, "supporter").Get("/").OK().SeesNot("You are named as a supporter")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/supporters").OK().SeesNot("Name of supporter", "Telephone")
	})
}

// A supporter who is shut out supports nobody any more. [SEED support]
func TestASupporterWhoIsShutOutIsNone(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("supporters/"+accesstest.Social), named(w, "supporter")).Is(http.StatusSeeOther)
		w.As(t, "practitioner").Get(w.Path("wellbeing")).OK().Sees("Name of supporter", "Telephone 01632 000 111")
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("supporter"), []byte{1}, w.Clock.Now())
		w.As(t, "supporter").Get(w.Path("supporting")).Is(http.StatusNotFound)
		w.As(t, "practitioner").Get(w.Path("wellbeing")).OK().SeesNot("Telephone 01632 000 111")
		lead.Get(w.Path("supporters")).OK().Sees("Cannot be reached any more")
		again := named(w, "other supporter")
		again.Set("version", "1")
		lead.Post(w.Path("supporters/"+accesstest.Social), again).Is(http.StatusSeeOther)
		w.As(t, "practitioner").Get(w.Path("wellbeing")).OK().Sees("Name of other supporter")
		w.As(t, "other supporter").Get(w.Path("supporting")).OK()
	})
}

func TestASupporterIsNamedWhole(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, path := w.As(t, "lead"), w.Path("supporters/"+accesstest.Social)
		lead.Post(path, nil).Is(http.StatusUnprocessableEntity).Sees("Choose who supports", "how the supporter is reached", "who stands in", "before the event", "after the event")
		lead.Post(path, named(w, "supporter two")).Is(http.StatusUnprocessableEntity).Sees("Choose who supports")
		v := named(w, "supporter")
		v.Set("after", "1 January 2020")
		lead.Post(path, v).Is(http.StatusUnprocessableEntity).Sees("Please look at both days")
		v.Set("after", "12 December 2026")
		v.Set("contact", strings.Repeat("é", 201))
		lead.Post(path, v).Is(http.StatusUnprocessableEntity).Sees("too long")
		lead.Get(w.Path("supporters/no-such-agency")).Is(http.StatusNotFound)
		once := named(w, "supporter")
		once.Set("_once", lead.Token())
		for range 2 {
			lead.Post(path, once).Is(http.StatusSeeOther)
		}
		lead.Post(path, named(w, "supporter")).Is(http.StatusConflict)
		lead.Get(path).OK().Sees("Supporter for Exampleshire Social Work")
		for _, who := range []string{"practitioner", "reviewer", "team", "supporter", "manager"} {
			w.As(t, who).Post(path, named(w, "supporter")).Is(http.StatusForbidden)
			w.As(t, who).Get(w.Path("supporters")).Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Post(path, named(w, "supporter")).Is(http.StatusNotFound)
	})
}

// The page about looking after oneself leaves no trace of who read it. [SEED wellbeing]
func TestNobodyCanTellWhoReadAboutWellbeing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "practitioner").Get(w.Path("wellbeing")).OK().Sees("Looking after yourself", "What may I say, and to whom?", "assistance programme", "Supervision", "116 123")
		entries := actors(t, w, "support.wellbeing")
		if len(entries) != 1 || entries[0] == w.Account("practitioner") {
			t.Errorf("the log names %q", entries)
		}
		w.As(t, "stranger").Get(w.Path("wellbeing")).Is(http.StatusNotFound)
	})
}

func actors(t *testing.T, w *accesstest.World, action string) []string {
	t.Helper()
	var all []string
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = db.All(context.Background(), tx, db.Column[string], `SELECT actor FROM audit_entry WHERE action = $1`, action)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func facts() support.Facts {
	return support.Facts{
		Committees: []string{"Exampleshire Child Protection Committee"}, Why: seal.T("You visited the family in the invented spring."),
		Reviewers: []seal.Text{seal.T("Rhona Reviewer-Example")}, Chair: seal.T("Calum Chair-Example"),
		LeadOfficer: []seal.Text{seal.T("Lorna Lead-Example")}, Team: []support.TeamMate{{Name: seal.T("Tam Team-Example"), Agency: "Exampleshire Police"}},
		On: db.Date{Year: 2026, Month: time.December, Day: 4}, Starts: seal.T("10:00"), Ends: seal.T("15:30"), Place: seal.T("Sampleton Hall"),
		Breaks: seal.T("Every hour"), Access: seal.T("Step-free"), Agencies: []string{"Exampleshire Health Board"},
		Supporter: support.Supporter{Name: seal.T("Sorcha Supporter-Example"), Contact: seal.T("01632 000 111"), Deputy: seal.T("Dougal Deputy-Example"),
			Before: db.Date{Year: 2026, Month: time.December, Day: 1}, After: db.Date{Year: 2026, Month: time.December, Day: 8}},
	}
}

// Every place that the committees' own leaflet leaves to be filled in is a fact
// here, and the leaflet is not given out while one is missing. [SEED]
func TestTheLeafletHasNoBlanks(t *testing.T) {
	t.Parallel()
	for _, blank := range []struct {
		says  string // in the committees' leaflet
		lacks string // what our leaflet says is missing
		shows string // what fills it
		take  func(*support.Facts)
	}{
		{"Our Review Team members are: (add details)", "who is in the review team", "Tam Team-Example", func(f *support.Facts) { f.Team = nil }},
		{"facilitated by the Reviewer, (Add details)", "who the reviewer is", "Rhona Reviewer-Example", func(f *support.Facts) { f.Reviewers = nil }},
		{"who will be supported by (add details)", "who chairs the review", "Calum Chair-Example", func(f *support.Facts) { f.Chair = seal.Text{} }},
		{"who will be supported by (add details)", "who the lead officer is", "Lorna Lead-Example", func(f *support.Facts) { f.LeadOfficer = nil }},
		{"APC/CPC or APC", "which committee holds the review", "Exampleshire Child Protection Committee", func(f *support.Facts) { f.Committees = nil }},
		{"why you were asked", "why this person was asked", "You visited the family", func(f *support.Facts) { f.Why = seal.Text{} }},
		{"who will be there", "which agencies come", "Exampleshire Health Board", func(f *support.Facts) { f.Agencies = nil }},
		{"a comfortable venue", "where the event is", "Sampleton Hall", func(f *support.Facts) { f.Place = seal.Text{} }},
		{"regular breaks", "when there are breaks", "Every hour", func(f *support.Facts) { f.Breaks = seal.Text{} }},
		{"when", "the day of the event", "Friday, 4 December 2026", func(f *support.Facts) { f.On = db.Date{} }},
		{"when", "when the event begins and ends", "10:00 to 15:30", func(f *support.Facts) { f.Starts = seal.Text{} }},
		{"access", "how people get in and get about there", "Step-free", func(f *support.Facts) { f.Access = seal.Text{} }},
		{"who from your organisation will support you", "who supports this person", "Sorcha Supporter-Example", func(f *support.Facts) { f.Supporter.Name = seal.Text{} }},
		{"you can contact them", "how the supporter is reached", "01632 000 111", func(f *support.Facts) { f.Supporter.Contact = seal.Text{} }},
		{"at any time", "who stands in for the supporter", "Dougal Deputy-Example", func(f *support.Facts) { f.Supporter.Deputy = seal.Text{} }},
		{"before and after the event", "when the supporter makes contact", "8 December 2026", func(f *support.Facts) { f.Supporter.After = db.Date{} }},
	} {
		full, err := support.Leaflet(facts())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(words(full), blank.shows) {
			t.Errorf("the leaflet does not say %q where the committees' says %q", blank.shows, blank.says)
		}
		f := facts()
		blank.take(&f)
		got, err := support.Leaflet(f)
		blanks, _ := err.(support.Blanks)
		if len(blanks) != 1 || blanks[0].What != blank.lacks || blanks[0].Page == "" || len(got.Blocks) != 0 {
			t.Errorf("without %q: %v", blank.lacks, err)
		}
	}
}

// What the leaflet must tell is in it, the four questions in their order.
// [SEED questions, SEED prepare, SEED report, SEED wellbeing]
func TestTheLeafletTellsWhatItMust(t *testing.T) {
	t.Parallel()
	d, err := support.Leaflet(facts())
	if err != nil {
		t.Fatal(err)
	}
	all, last := words(d), 0
	for _, q := range support.Questions() {
		at := strings.Index(all, q.Asks)
		if at < last {
			t.Errorf("%q is missing or out of order", q.Asks)
		}
		last = at
	}
	for _, must := range []string{"does not look for somebody to blame", "nobody's own practice is picked out", "You need none of them", "15 to 20",
		"may be published", "names no participant", "Managers of the agencies meet after you", "supervision", "assistance programme", "Breathe in", "whenever you like"} {
		if !strings.Contains(all, must) {
			t.Errorf("the leaflet does not say %q", must)
		}
	}
}

func words(d document.Document) string {
	var b strings.Builder
	line := func(ws document.Words) {
		for _, r := range ws {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	for _, k := range d.Blocks {
		line(k.Words)
		for _, i := range k.Items {
			line(i)
		}
		for _, row := range k.Table.Rows {
			for _, c := range row {
				line(c)
			}
		}
	}
	return b.String()
}
