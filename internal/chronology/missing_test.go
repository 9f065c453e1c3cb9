package chronology_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// silentWorld has Social Work visit every week, and not at all in the summer.
func silentWorld(t *testing.T, w *accesstest.World) {
	t.Helper()
	mine := w.Path("chronology/mine")
	for _, when := range []string{"7 January 2019", "14 January 2019", "21 January 2019", "28 January 2019", "4 February 2019", "11 February 2019", "18 February 2019",
		"25 February 2019", "3 June 2019", "10 June 2019", "17 June 2019"} {
		w.As(t, "author").Post(mine, told(when, "Weekly contact, "+when+".", "")).Is(http.StatusSeeOther)
	}
	w.As(t, "author two").Post(mine, told("2 April 2019", "Cough; advice given.", "")).Is(http.StatusSeeOther)
	release(t, w, "", accesstest.Social)
	release(t, w, " two", accesstest.Health)
	w.Stage(t, access.Learning)
}

var marks = regexp.MustCompile(`name="mark" value="([0-9a-f]+)"`)

func mark(t *testing.T, p accesstest.Page) string {
	t.Helper()
	m := marks.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatal("nothing is suggested")
	}
	return m[1]
}

// A silence is suggested with its evidence, taken into the register, and closed
// by a person. [SEED team]
func TestASilenceGoesIntoTheRegisterAndIsClosed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		page := w.As(t, "reviewer").Get(missing).OK().Sees("Exampleshire Social Work: silent for 3 months",
			"From its own entries, contact was about every week; nothing between 25 February 2019 and 3 June 2019.", "Weekly contact, 25 February 2019.")
		w.As(t, "reviewer").Post(missing+"/aside", url.Values{"mark": {mark(t, page)}}).Is(http.StatusUnprocessableEntity).Sees("Say in a few words why it is set aside.")
		w.As(t, "reviewer").Post(missing+"/accept", url.Values{"mark": {mark(t, page)}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(missing+"/accept", url.Values{"mark": {mark(t, page)}}).Is(http.StatusUnprocessableEntity).Sees("Somebody else decided on this meanwhile")
		register := w.As(t, "lead").Get(missing+"?show=register").OK().Sees("1 open", "Exampleshire Social Work is asked.")
		gap := regexp.MustCompile(`/chronology/missing/gaps/[^"]+`).FindString(register.Body)
		gap = w.Path(gap[1:])
		w.As(t, "lead").Get(gap).OK().Sees("What it rests on")
		typed := url.Values{"what": {"Nothing in spring."}, "asked": {accesstest.Social}, "state": {"explained"}, "version": {"1"}}
		w.As(t, "lead").Post(gap, typed).Is(http.StatusUnprocessableEntity).Sees("Say how it is explained.", "Nothing in spring.")
		typed.Set("state", "stated")
		w.As(t, "lead").Post(gap, typed).Is(http.StatusUnprocessableEntity).Sees("Give the words for the report.")
		typed.Set("state", "explained")
		typed.Set("how", "The worker was away.")
		w.As(t, "lead").Post(gap, typed).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(gap, typed).Is(http.StatusUnprocessableEntity).Sees("Somebody else changed this gap", "What the other person saved")
		w.As(t, "reviewer").Get(missing+"?show=register").OK().Sees("0 open", "Explained", "The worker was away.")
	})
}

// What was set aside stays aside, is taken back at will, and a rhythm that a
// person expects counts before what the entries tell.
func TestWhatIsSetAsideStaysAsideUntilTakenBack(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		page := w.As(t, "reviewer").Get(missing).OK()
		w.As(t, "reviewer").Post(missing+"/aside", url.Values{"mark": {mark(t, page)}, "reason-" + mark(t, page): {"Abroad, as agreed."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(missing).OK().SeesNot("silent for 3 months")
		aside := w.As(t, "lead").Get(missing+"?show=aside").OK().Sees("Abroad, as agreed.", "silent for 3 months")
		w.As(t, "lead").Post(deed(t, aside), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(missing).OK().Sees("silent for 3 months")
		rhythm := url.Values{"service": {"Exampleshire Social Work|"}, "often": {"0"}, "last": {"0"}}
		w.As(t, "lead").Post(missing+"/rhythms", rhythm).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(missing+"/rhythms", rhythm).Is(http.StatusUnprocessableEntity).Sees("Somebody else said something of this service meanwhile.")
		w.As(t, "lead").Get(missing).OK().SeesNot("silent for 3 months")
		w.As(t, "lead").Get(missing+"/rhythms").OK().Sees("No rhythm is expected", "About every week")
	})
}

// A gap that a person types stands in the register with who is asked.
func TestAPersonTypesAGap(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		w.As(t, "lead").Post(missing+"/gaps", url.Values{"kind": {"question"}, "what": {""}}).Is(http.StatusUnprocessableEntity).Sees("Say what is missing.")
		w.As(t, "lead").Post(missing+"/gaps", url.Values{"kind": {"record"}, "what": {"The school register of 2018"}, "asked": {accesstest.Police}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(missing+"?show=register").OK().Sees("The school register of 2018", "A record is missing", "Police", "is asked")
	})
}

// Who gives an agency's account sees nothing of twins, suggestions and gaps.
func TestAgenciesSeeNothingOfWhatIsWorkedOut(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		twinWorld(t, w)
		for _, page := range []string{"chronology/twins", "chronology/twins/of/" + idOf(t, w, accesstest.Social, 1), "chronology/missing", "chronology/missing/rhythms"} {
			for name, want := range map[string]int{"author": 403, "author two": 403, "approver": 403, "group": 403, "practitioner": 403, "stranger": 404, "other lead": 404, "other reviewer": 404,
				"lead": 200, "reviewer": 200, "review chair": 200, "team": 200} {
				if got := w.As(t, name).Get(w.Path(page)).Status; got != want {
					t.Errorf("%s gets %d from %s, not %d", name, got, page, want)
				}
			}
		}
		join := url.Values{"account": {idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1)}}
		for _, name := range []string{"author", "team", "review chair"} {
			w.As(t, name).Post(w.Path("chronology/twins/join"), join).Is(http.StatusForbidden)
			w.As(t, name).Post(w.Path("chronology/missing/gaps"), url.Values{"what": {"x"}}).Is(http.StatusForbidden)
		}
		join.Add("account", idOf(t, w, accesstest.Social, 2)) // two of one agency, and one of another
		w.As(t, "lead").Post(w.Path("chronology/twins/join"), join).Is(http.StatusSeeOther)
		w.As(t, "author").Get(w.Path("chronology")).OK().Sees("Bruise on the left elbow").SeesNot("One event", "Nursery rang", "Other accounts", "chronology/twins")
	})
}

// A suggestion that was set aside comes back, marked, once its evidence changed;
// so does one whose gap ended. [SEED team]
func TestASuggestionComesBackMarkedOnceItsEvidenceChanges(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		m := mark(t, w.As(t, "reviewer").Get(missing))
		w.As(t, "reviewer").Post(missing+"/aside", url.Values{"mark": {m}, "reason-" + m: {"Abroad, as agreed."}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(missing).OK().SeesNot("silent for")
		w.Exec(t, `UPDATE chronology_entry SET removed_at = entered_at WHERE id = $1`, idOf(t, w, accesstest.Health, 1))
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		w.As(t, "reviewer").Get(missing).OK().SeesNot("silent for")
		for number := 4; number <= 10; number++ {
			w.Exec(t, `UPDATE chronology_entry SET removed_at = entered_at WHERE id = $1`, idOf(t, w, accesstest.Social, number))
		}
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		rhythm := url.Values{"service": {"Exampleshire Social Work|"}, "often": {"7"}, "last": {"0"}}
		w.As(t, "reviewer").Post(missing+"/rhythms", rhythm).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(missing).OK().Sees("Changed since", "It was set aside by", "Abroad, as agreed.", "Expected about every week; nothing between 21 January 2019 and 17 June 2019.")
		m = mark(t, w.As(t, "reviewer").Get(missing))
		w.As(t, "reviewer").Post(missing+"/aside", url.Values{"mark": {m}, "reason-" + m: {"Abroad for longer."}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(missing+"?show=aside").OK().Sees("Set aside (1)", "Abroad for longer.").SeesNot("Abroad, as agreed.")
	})
}

// A gap is filled by an entry, which is looked for by its words.
func TestAGapIsFilledByAnEntry(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		w.As(t, "lead").Post(missing+"/gaps", url.Values{"kind": {"deficiency"}, "what": {"Who gave advice?"}}).Is(http.StatusSeeOther)
		gap := w.Path(regexp.MustCompile(`chronology/missing/gaps/[^"]+`).FindString(w.As(t, "lead").Get(missing + "?show=register").Body))
		typed := url.Values{"what": {"Who gave advice?"}, "state": {"filled"}, "version": {"1"}, "find": {"advice given"}}
		w.As(t, "lead").Post(gap, typed).Is(http.StatusUnprocessableEntity).Sees("Choose the entry that fills it.", "Exampleshire Health Board, 2 April 2019")
		typed.Set("entry", "nothing-of-the-kind")
		w.As(t, "lead").Post(gap, typed).Is(http.StatusUnprocessableEntity)
		typed.Set("entry", idOf(t, w, accesstest.Health, 1))
		w.As(t, "lead").Post(gap, typed).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(gap).OK().Sees("The entry that fills it", "Cough; advice given.", "Filled")
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_gap_past`); n != 1 {
			t.Errorf("%d earlier versions are kept", n)
		}
	})
}
