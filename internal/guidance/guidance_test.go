package guidance

import (
	"slices"
	"testing"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
)

func get(t *testing.T, id string) Version {
	t.Helper()
	v, ok := Get(id)
	if !ok {
		t.Fatalf("no version %s", id)
	}
	return v
}

func TestTheVersionInForceIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		track Track
		on    string
		want  string
	}{
		{Child, "2012-04-01", "CP_2015"},
		{Child, "2021-08-31", "CP_2015"},
		{Child, "2021-09-01", "CP_2021"},
		{Child, "2024-08-31", "CP_2021"},
		{Child, "2024-09-01", "CP_2024"},
		{Child, "2040-01-01", "CP_2024"},
		{Adult, "2022-05-25", ""}, // the interim framework is not held
		{Adult, "2022-05-26", "ASP_2022"},
		{Adult, "2040-01-01", "ASP_2022"},
		{"other", "2026-01-01", ""},
	}
	for _, tt := range tests {
		on, err := db.ParseDate(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		if got := InForce(tt.track, on).ID; got != tt.want {
			t.Errorf("for a %s on %s %q is in force, want %q", tt.track, tt.on, got, tt.want)
		}
	}
}

func TestEveryDayHasOneChildGuidance(t *testing.T) {
	t.Parallel()
	day := db.Date{Year: 2015, Month: time.January, Day: 1}
	for range 15 * 365 {
		if InForce(Child, day).ID == "" {
			t.Fatalf("none on %s", day)
		}
		day = day.AddDays(1)
	}
	var ended []db.Date
	for _, v := range Versions() {
		if v.Track == Child && !v.From.IsZero() && !slices.Contains(ended, v.From.AddDays(-1)) {
			t.Errorf("%s does not begin on the day after another ends", v.ID)
		}
		ended = append(ended, v.To)
	}
}

func TestADayThatWasNotConfirmedSaysSo(t *testing.T) {
	t.Parallel()
	want := map[string]Confirmed{"CP_2015": Part, "CP_2021": Part, "CP_2024": Unconfirmed, "ASP_2022": Seen}
	for _, v := range Versions() {
		if v.Days != want[v.ID] {
			t.Errorf("the days of %s are marked %q", v.ID, v.Days)
		}
	}
}

// origins gives every item of a version that says where it was read.
func origins(v Version) map[string]Origin {
	out := map[string]Origin{}
	var limbs func(l Limb)
	limbs = func(l Limb) {
		out["limb "+l.ID] = l.Origin
		for _, under := range l.Of {
			limbs(under)
		}
	}
	limbs(v.Criteria)
	for _, f := range v.Forms {
		out["form "+f.ID] = f.Origin
		for _, field := range f.Fields {
			out["field "+f.ID+" "+field.ID] = field.Origin
		}
	}
	for _, c := range v.Clocks {
		out["clock "+c.ID] = c.Origin
	}
	for _, h := range v.Headings {
		out["heading "+h.ID] = h.Origin
	}
	return out
}

func (o Origin) problem() string {
	if !slices.Contains([]Confirmed{Seen, Part, Unconfirmed}, o.Confirmed) {
		return "is marked " + string(o.Confirmed)
	}
	if _, ok := Why(o.Source); !ok {
		return "comes from " + o.Source + ", which is not in index.txt"
	}
	return ""
}

func TestEveryItemSaysWhereItWasReadAndWhetherItWasConfirmed(t *testing.T) {
	t.Parallel()
	for _, v := range Versions() {
		for item, o := range origins(v) {
			if p := o.problem(); p != "" {
				t.Errorf("%s: %s %s", v.ID, item, p)
			}
		}
	}
	for _, theme := range Themes().Themes {
		if p := theme.problem(); p != "" {
			t.Errorf("theme %s %s", theme.ID, p)
		}
	}
}

func TestEveryVersionHasItsFormsWithUniqueFields(t *testing.T) {
	t.Parallel()
	for _, v := range Versions() {
		var forms []string
		for _, f := range v.Forms {
			forms = append(forms, f.ID)
			seen := map[string]bool{}
			for _, field := range f.Fields {
				if field.ID == "" || field.Label == "" || field.Section == "" || seen[field.ID] {
					t.Errorf("%s %s: field %+v", v.ID, f.ID, field)
				}
				seen[field.ID] = true
			}
		}
		if want := []string{"F1", "F2", "F3", "F4", "F5"}; !slices.Equal(forms, want) {
			t.Errorf("%s has the forms %v", v.ID, forms)
		}
	}
	if _, ok := get(t, "ASP_2022").Form("F9"); ok {
		t.Error("there is a form F9")
	}
}

// An adult agency report asks for ten key practice issues. [ASP22 p8]
func TestTheAdultAgencyReportAsksForTenKeyPracticeIssues(t *testing.T) {
	t.Parallel()
	form, ok := get(t, "ASP_2022").Form("F2")
	if !ok {
		t.Fatal("no form F2")
	}
	issues := 0
	for _, f := range form.Fields {
		if f.Section == "Key practice issues" && f.Confirmed == Seen {
			issues++
		}
	}
	if issues != 10 {
		t.Errorf("%d key practice issues", issues)
	}
}

// Notification and agency report of 2015 have their own forms. [SCR15 p17, SCR15 p18]
func TestTheFormsOf2015AreKept(t *testing.T) {
	t.Parallel()
	for _, want := range []struct{ form, field string }{{"F1", "register_siblings_ever"}, {"F2", "circulated"}} {
		form, _ := get(t, "CP_2015").Form(want.form)
		if !slices.ContainsFunc(form.Fields, func(f Field) bool { return f.ID == want.field && f.Confirmed == Seen }) {
			t.Errorf("%s has no %s", want.form, want.field)
		}
	}
}

// The agency has two weeks [ASP22 p8]; the Care Inspectorate hears of the
// outcome in seven days [CI-AD]; a looked-after child's death is told in a
// working day [DLAC p2] and reported in 28 days [DLAC p4]; a freedom of
// information request has 20 working days [SIC 051/2022]; in 2015 there were 7
// days to notify and 14 to report [SCR15 p17, SCR15 p18].
func TestTheTimeLimitsAreThoseOfTheGuidance(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version, clock string
		want           clock.Span
		confirmed      Confirmed
	}{
		{"ASP_2022", "agency-information", clock.Span{Amount: 2, Unit: clock.Week}, Seen},
		{"ASP_2022", "ci-outcome", clock.Span{Amount: 7, Unit: clock.CalendarDay}, Seen},
		{"CP_2024", "ci-outcome", clock.Span{Amount: 7, Unit: clock.CalendarDay}, Part},
		{"CP_2024", "ci-decision", clock.Span{Amount: 0, Unit: clock.CalendarDay}, Seen},
		{"CP_2024", "looked-after-death-notice", clock.Span{Amount: 1, Unit: clock.WorkingDay}, Seen},
		{"CP_2021", "looked-after-death-report", clock.Span{Amount: 28, Unit: clock.CalendarDay}, Seen},
		{"CP_2021", "foi-request", clock.Span{Amount: 20, Unit: clock.WorkingDay}, Seen},
		{"CP_2015", "notification", clock.Span{Amount: 7, Unit: clock.CalendarDay}, Seen},
		{"CP_2015", "agency-information", clock.Span{Amount: 14, Unit: clock.CalendarDay}, Seen},
	}
	for _, tt := range tests {
		c, ok := get(t, tt.version).Clock(tt.clock)
		if !ok || c.Span == nil || *c.Span != tt.want || c.Confirmed != tt.confirmed {
			t.Errorf("%s %s: %+v", tt.version, tt.clock, c)
		}
	}
}

func TestATimeLimitWithoutANumberIsTheCommittees(t *testing.T) {
	t.Parallel()
	for _, v := range Versions() {
		seen := map[string]bool{}
		for _, c := range v.Clocks {
			if seen[c.ID] || c.Name == "" || c.From == "" || c.To == "" {
				t.Errorf("%s: clock %+v", v.ID, c)
			}
			seen[c.ID] = true
			if c.Span == nil && (c.Confirmed != Unconfirmed || c.Note == "") {
				t.Errorf("%s: %s has no number and does not say that the committee sets it", v.ID, c.ID)
			}
		}
		if c, ok := v.Clock("decision-report"); !ok || c.Span != nil {
			t.Errorf("%s states a time from decision to report", v.ID)
		}
	}
	if _, ok := get(t, "ASP_2022").Clock("looked-after-death-notice"); ok {
		t.Error("an adult has the clock of a looked-after child")
	}
}

// The headings follow the exemplars. [ASP22 p9, SCR15 p21]
func TestAReportHasTheHeadingsOfItsExemplar(t *testing.T) {
	t.Parallel()
	var adult []string
	for _, h := range get(t, "ASP_2022").Headings {
		adult = append(adult, h.ID)
	}
	if want := []string{"core", "family", "environment", "introduction", "process", "facts", "analysis", "effective", "learning", "strategies", "conclusion"}; !slices.Equal(adult, want) {
		t.Errorf("the adult report has %v", adult)
	}
	for _, id := range []string{"contact", "delay", "register"} {
		if !slices.ContainsFunc(get(t, "CP_2015").Headings, func(h Heading) bool { return h.ID == id && h.Confirmed == Seen }) {
			t.Errorf("the report of 2015 has no %s", id)
		}
	}
}

func TestThemesHaveStableCodesOnBothAxes(t *testing.T) {
	t.Parallel()
	list, seen, axes := Themes(), map[string]bool{}, map[Axis]int{}
	for _, theme := range list.Themes {
		if seen[theme.ID] || theme.Label == "" || len(theme.Tracks) == 0 || theme.Confirmed != Unconfirmed {
			t.Errorf("theme %+v", theme)
		}
		seen[theme.ID] = true
		axes[theme.Axis]++
	}
	if axes[Practice] != 16 || axes[Circumstance] == 0 || len(axes) != 2 {
		t.Errorf("themes by axis: %v", axes)
	}
	if len(list.Polarities) != 2 || len(list.Levels) != 5 || list.Note == "" {
		t.Errorf("polarities %v, levels %v, note %q", list.Polarities, list.Levels, list.Note)
	}
	for _, theme := range list.For(Child) {
		if theme.ID == "c-financial" {
			t.Error("financial harm of an adult is offered for a child")
		}
	}
}

func TestAVersionThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{`{`, `{"from": "May 2022"}`, `{"to": "x"}`, `{"clocks": [{"span": {"amount": 1, "unit": "fortnight"}}]}`} {
		if _, err := parseVersion([]byte(raw)); err == nil {
			t.Errorf("%s was read", raw)
		}
	}
	if _, err := readVersion("data/none.json"); err == nil {
		t.Error("a missing file was read")
	}
	if _, ok := Get("CP_1999"); ok {
		t.Error("there is a version CP_1999")
	}
}

// No agency is asked for anything without being told what the answer is for. The
// fields that the program fills in need no such sentence. [CP21 p4]
func TestEveryQuestionToAnAgencySaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	filled := []string{"The request", "The child", "Sign-off"}
	for _, v := range Versions() {
		form, _ := v.Form("F2")
		for _, f := range form.Fields {
			if asked := !slices.Contains(filled, f.Section); asked != (f.Use != "") {
				t.Errorf("%s: %s is for %q", v.ID, f.ID, f.Use)
			}
		}
	}
}

// The national form for children was not seen: the account and the first
// thoughts are known, and every question taken from the form of 2015 says that it
// is to be confirmed. [CP21 p4, SCR15 p18]
func TestWhatTheChildFormTakesFrom2015IsToBeConfirmed(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"CP_2021", "CP_2024"} {
		form, _ := get(t, id).Form("F2")
		unsure := 0
		for _, f := range form.Fields {
			if f.Confirmed == Seen && f.Source != "CP21 p4" && f.Source != "SEED notify" {
				t.Errorf("%s: %s is confirmed from %s", id, f.ID, f.Source)
			}
			if f.Confirmed == Unconfirmed {
				unsure++
			}
		}
		if unsure < 25 {
			t.Errorf("%s: only %d fields are to be confirmed", id, unsure)
		}
	}
}
