package invented

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// sizes are events and agencies of the sets that are looked at.
var sizes = [][2]int{{80, 2}, {80, 12}, {100, 5}, {400, 6}, {2000, 9}, {5000, 12}}

// made are the sets of those sizes, which nobody changes.
var made = sync.OnceValue(func() map[string]Set {
	all := map[string]Set{}
	for _, size := range sizes {
		for seed := range uint64(4) {
			all[fmt.Sprint(size, seed)] = Make(seed, size[0], size[1])
		}
	}
	return all
})

func sets(t *testing.T, test func(t *testing.T, s Set, events, agencies int)) {
	for _, size := range sizes {
		for seed := range uint64(4) {
			t.Run(fmt.Sprint(size, seed), func(t *testing.T) { test(t, made()[fmt.Sprint(size, seed)], size[0], size[1]) })
		}
	}
}

func byID(s Set) map[string]line.Event {
	all := map[string]line.Event{}
	for _, e := range s.Events {
		all[e.ID] = e
	}
	return all
}

func TestTheSameNumbersMakeTheSameSet(t *testing.T) {
	for _, size := range sizes {
		for seed := range uint64(4) {
			s := made()[fmt.Sprint(size, seed)]
			if !reflect.DeepEqual(s, Make(seed, size[0], size[1])) {
				t.Errorf("%v %d is made in two ways", size, seed)
			}
			if reflect.DeepEqual(s, made()[fmt.Sprint(size, (seed+1)%4)]) {
				t.Errorf("%v: another seed makes the same set", size)
			}
		}
	}
}

// A set has as many events as were asked for, in order of time, each with an id
// of its own, an agency, a source and words.
func TestEventsAreWhole(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, agencies int) {
		if len(s.Events) != events || len(byID(s)) != events {
			t.Errorf("%d events with %d ids", len(s.Events), len(byID(s)))
		}
		names := map[string]bool{}
		for i, e := range s.Events {
			names[e.Agency] = true
			if e.Source == "" || e.Role == "" || strings.TrimSpace(e.Event) != e.Event || e.Event == "" || strings.ContainsAny(e.Event, "{}") || e.When.From.IsZero() || e.When.To.Before(e.When.From) {
				t.Errorf("not whole: %+v", e)
			}
			if i > 0 && read.Compare(s.Events[i-1].When, e.When) > 0 {
				t.Errorf("%s stands after %s", e.When.Words(), s.Events[i-1].When.Words())
			}
			if w, fault := (read.Dates{Today: db.Date{Year: 2026, Month: 1, Day: 1}}).Read(e.When.Words()); fault != nil || w.Words() != e.When.Words() {
				t.Errorf("%q is read as %q (%v)", e.When.Words(), w.Words(), fault)
			}
		}
		if len(names) > agencies || events > 1000 && len(names) != agencies {
			t.Errorf("%d agencies of %d", len(names), agencies)
		}
	})
}

var figure = regexp.MustCompile(`\d+`)

// The words are many, so that a finder cannot know them by heart.
func TestSentencesAreOfManyShapes(t *testing.T) {
	shapes := map[string]bool{}
	for _, e := range Make(1, 2000, 12).Events {
		shapes[figure.ReplaceAllString(e.Event, "0")] = true
	}
	if len(shapes) < 1000 {
		t.Errorf("%d shapes among 2000 events", len(shapes))
	}
}

func TestTwinsAreOfTwoAgenciesAndCloseInTime(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, _ int) {
		all, how := byID(s), map[string]int{}
		for _, w := range s.Twins {
			a, b := all[w.IDs[0]], all[w.IDs[1]]
			if a.Agency == "" || b.Agency == "" || a.Agency == b.Agency || a.When.From.AddDays(-31).After(b.When.To) || b.When.From.AddDays(-31).After(a.When.To) {
				t.Errorf("no twins: %+v %+v", a, b)
			}
			for _, h := range w.How {
				how[h]++
			}
			if h := w.How[0]; slices.Contains(w.How, "only the month") != (b.When.Precision == read.Month) ||
				(h == "a day later" && a.When.From.DaysUntil(b.When.From) != 1) || (h == "capitals" && b.Event != strings.ToUpper(b.Event)) {
				t.Errorf("not by %s: %+v %+v", h, a, b)
			}
		}
		if least := map[bool]int{true: len(Ways), false: 3}[events >= 400]; len(s.Twins) < least {
			t.Errorf("%d twins", len(s.Twins))
		}
		if events >= 2000 && len(how) != len(Ways) {
			t.Errorf("ways that came up: %v", how)
		}
	})
}

func TestWhatIsAlikeIsNotTheSame(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, _ int) {
		all, twins := byID(s), map[[2]string]bool{}
		for _, w := range s.Twins {
			twins[w.IDs] = true
		}
		for _, p := range s.NotTwins {
			a, b := all[p.IDs[0]], all[p.IDs[1]]
			if a.ID == "" || b.ID == "" || twins[p.IDs] || twins[[2]string{p.IDs[1], p.IDs[0]}] {
				t.Errorf("%v are twins, or not there", p)
			}
			if p.Why == "same words a week apart" && (a.Event == "" || a.When.From.DaysUntil(b.When.From) != 7 || a.Agency != b.Agency) {
				t.Errorf("not the same words: %+v %+v", a, b)
			}
			if p.Why == "two calls on one day" && a.Event == b.Event {
				t.Errorf("one call: %+v", a)
			}
		}
		if len(s.NotTwins) < 4 || len(s.NotTwins) < events/26 {
			t.Errorf("%d that are alike", len(s.NotTwins))
		}
	})
}

// roleOf are the spellings of a role.
func roleOf(agency, role string) []string {
	for _, a := range allAgencies {
		for _, sv := range a.services {
			if a.name == agency && slices.Contains(sv.roles, role) {
				return sv.roles
			}
		}
	}
	return nil
}

// A silence is much longer than the time between two contacts is otherwise, and
// the role wrote nothing in it, or nothing of a contact.
func TestSilencesAreSilent(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, _ int) {
		all := byID(s)
		for i, q := range slices.Concat(s.Silences, s.NotSilences) {
			inside := 0
			for _, e := range s.Events {
				if e.Agency == q.Agency && slices.Contains(roleOf(q.Agency, q.Role), e.Role) && e.When.From == e.When.To && !e.When.From.Before(q.From) && !e.When.To.After(q.To) {
					inside++
				}
			}
			if quiet := inside == 0; quiet != q.Quiet {
				t.Errorf("%d entries in %+v", inside, q)
			}
			if i < len(s.Silences) && (q.From.DaysUntil(q.To) < 4*q.Usual || q.From.DaysUntil(q.To) < 40 || all[q.Before].Agency != q.Agency || all[q.After].Agency != q.Agency) {
				t.Errorf("no silence: %+v", q)
			}
			if b, a := all[q.Before], all[q.After]; b.When.From.AddDays(1) != q.From || a.When.From.AddDays(-1) != q.To {
				t.Errorf("not between its entries: %+v", q)
			}
		}
		if least := map[bool]int{true: 2, false: 1}[events >= 400]; len(s.Silences) < least {
			t.Errorf("%d silences", len(s.Silences))
		}
	})
}

func TestMissingAgenciesAreNamedAndHaveNoEntries(t *testing.T) {
	sets(t, func(t *testing.T, s Set, _, _ int) {
		all := byID(s)
		if len(s.MissingAgencies) == 0 {
			t.Error("none is missing")
		}
		for _, g := range s.MissingAgencies {
			for _, id := range g.Mentions {
				words := strings.ToLower(all[id].Event)
				if !slices.ContainsFunc(g.Words, func(w string) bool { return strings.Contains(words, w) }) {
					t.Errorf("%v are not named in %q", g.Words, words)
				}
			}
			if len(g.Mentions) < 4 {
				t.Errorf("%d mentions", len(g.Mentions))
			}
		}
	})
}

func TestMissingPeriodsAreEmpty(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, agencies int) {
		for _, p := range s.MissingPeriods {
			before, after := 0, 0
			for _, e := range s.Events {
				if p.Agency != "" && e.Agency != p.Agency {
					continue
				}
				switch {
				case e.When.To.Before(p.From):
					before++
				case e.When.From.After(p.To):
					after++
				case e.When.From == e.When.To:
					t.Errorf("%s writes within %s to %s", e.Agency, p.From, p.To)
				}
			}
			if before == 0 || after == 0 || p.From.DaysUntil(p.To) < 180 {
				t.Errorf("%+v has %d before and %d after", p, before, after)
			}
			if p.Agency != "" && len(p.Mentions) < 4 {
				t.Errorf("%+v is not named meanwhile", p)
			}
		}
		if least := map[bool]int{true: 2, false: 1}[events >= 400]; len(s.MissingPeriods) < least {
			t.Errorf("%d missing periods", len(s.MissingPeriods))
		}
	})
}

func TestPatternsHappenAgainAndAgain(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, _ int) {
		all, kinds := byID(s), map[string]bool{}
		for _, p := range s.Patterns {
			kinds[p.Kind] = true
			if len(p.IDs) < 4 || (p.Kind == Handover) != (p.With != "") {
				t.Errorf("%+v", p)
			}
			for i, id := range p.IDs {
				e := all[id]
				if e.Agency != p.Agency || i > 0 && !all[p.IDs[i-1]].When.From.Before(e.When.From) {
					t.Errorf("%+v is not of %s", e, p.Agency)
				}
				if words := strings.ToLower(e.Action); p.Kind == NoFurtherAction && !strings.Contains(words, "nfa") && !strings.Contains(words, "no further action") {
					t.Errorf("something was done: %q", e.Action)
				}
			}
		}
		if len(s.Patterns) == 0 || events >= 2000 && len(kinds) != 5 {
			t.Errorf("patterns of %v", kinds)
		}
	})
}

// Two accounts that contradict each other are of one event.
func TestContradictionsAreTwins(t *testing.T) {
	sets(t, func(t *testing.T, s Set, events, _ int) {
		all := byID(s)
		for _, c := range s.Contradictions {
			a, b := all[c.IDs[0]], all[c.IDs[1]]
			if !slices.ContainsFunc(s.Twins, func(w Twin) bool { return w.IDs == c.IDs }) {
				t.Errorf("%v are no twins", c.IDs)
			}
			if apart := a.When.From.DaysUntil(b.When.From); c.About == "date" && apart < 3 || c.About == "decision" && (a.Action == b.Action || a.Action == "") {
				t.Errorf("no contradiction of %s: %+v %+v", c.About, a, b)
			}
		}
		if events >= 400 && len(s.Contradictions) < 2 {
			t.Errorf("%d contradictions", len(s.Contradictions))
		}
	})
}
