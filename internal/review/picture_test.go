package review

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/seal"
)

// Whatever a clock went through, its bar lies within the picture, its pauses
// within what it shows, and what is late begins where the due day is.
func TestABarLiesWithinItsPicture(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := db.Date{Year: 2027, Month: time.March, Day: 1}
		day := func(name string, from, to int) db.Date { return today.AddDays(rapid.IntRange(from, to).Draw(t, name)) }
		var ls []clockLine
		for range rapid.IntRange(1, 4).Draw(t, "clocks") {
			k := Clock{Running: clock.Running{Start: day("start", -300, 0), Span: clock.Span{Amount: rapid.IntRange(0, 200).Draw(t, "amount"), Unit: clock.CalendarDay}}}
			for range rapid.IntRange(0, 3).Draw(t, "pauses") {
				p := Pause{From: day("paused", -300, 0)}
				if rapid.Bool().Draw(t, "resumed") {
					p.To = p.From.AddDays(rapid.IntRange(0, 60).Draw(t, "length"))
				}
				k.Stops, k.Pauses = append(k.Stops, p), append(k.Pauses, clock.Pause{From: p.From, To: p.To})
			}
			if rapid.Bool().Draw(t, "done") {
				k.Stopped = k.Start.AddDays(rapid.IntRange(0, 50).Draw(t, "after"))
			}
			ls = append(ls, line(k, today))
		}
		s := scaleOf(ls, today)
		inside := func(what string, x look.Stripe) {
			if x.From < 0 || x.Width < 0 || x.From+x.Width > 1000 {
				t.Fatalf("%s %+v lies outside", what, x)
			}
		}
		for _, l := range ls {
			b := s.bar(l, today)
			inside("span", b.Span)
			inside("what ran", b.Ran)
			inside("what is over", b.Over)
			if b.Today < 0 || b.Today > 1000 || b.Due < 0 || b.Due > 994 {
				t.Fatalf("%+v", b)
			}
			if b.Over.Width > 0 && (b.Over.From != b.Span.From+b.Span.Width || b.Due == 0) {
				t.Fatalf("late from %d, due at %d: %+v", b.Over.From, b.Due, b)
			}
			if (b.Over.Width > 0) && !l.Missed() {
				t.Fatalf("%s is drawn as late: %+v", l.State, b)
			}
			for _, p := range b.Paused {
				inside("pause", p)
				if p.From+p.Width > max(b.Span.From+b.Span.Width, 0) {
					t.Fatalf("pause %+v goes past the span %+v", p, b.Span)
				}
			}
		}
	})
}

// Whatever is typed about a process or a limit is taken whole or refused with a
// sentence, and comes out of its seal as it went in.
func FuzzWhatIsTypedAboutALimit(f *testing.F) {
	f.Add("criminal", "limited", "witnesses", "never", "3 March 2027", "words\nmore", "yes")
	f.Add("", "", "everything", "", "31/02/2027", "\x00\xff", "")
	f.Add("hearing", "none", "records", "ask", "2027-03-03", "\u2028</script>", "")
	today := db.Date{Year: 2027, Month: time.March, Day: 3}
	f.Fuzz(func(t *testing.T, kind, constraint, on, level, day, words, sure string) {
		typed := map[string][]string{"kind": {kind}, "constraint": {constraint}, "topic": {on}, "level": {level}, "status": {"active"}, "joint": {"open"},
			"sure": {sure}, "agency": {"a"}}
		for _, name := range []string{"began", "expected", "review", "agreed", "until"} {
			typed[name] = []string{day}
		}
		for _, name := range []string{"body", "reference", "contact", "why", "jointwhy", "limits", "goes_on", "with", "ours"} {
			typed[name] = []string{words}
		}
		d := parallelFormData{Form: form.Sent(typed, nil), Kinds: []form.Option{{Value: "criminal"}, {Value: "hearing"}}}
		p := d.read(today)
		again(t, d.Form, p.sheet, p.ReviewOn, today)
		h := holdFormData{Form: form.Sent(typed, nil), Agencies: []form.Option{{Value: "a"}}}
		for _, one := range topics {
			h.Topics = append(h.Topics, form.Option{Value: string(one.Topic)})
		}
		got := h.read(Hold{}, today)
		again(t, h.Form, got.sheet, got.ReviewOn, today)
		if h.Form.OK() && (got.What() == "" || got.Topic == Everything && sure == "" || (got.Agency != "") != (got.Topic == Records)) {
			t.Fatalf("taken: %+v", got)
		}
	})
}

// again seals a sheet, reads it back, and looks at the day that was taken.
func again(t *testing.T, f *form.Form, s sheet, on, today db.Date) {
	t.Helper()
	words, err := s.sealed()
	if err != nil {
		t.Fatal(err)
	}
	back, err := opened(words)
	if err != nil {
		t.Fatal(err)
	}
	for name := range s {
		if back.Says(name) != s.Says(name) {
			t.Fatalf("%s went in as %q and came out as %q", name, s.Says(name), back.Says(name))
		}
	}
	if f.OK() && (on.IsZero() || on.Before(today)) {
		t.Fatalf("looked at again on %q", on)
	}
}

func TestASheetThatWasSpoiledIsRefusedWithoutItsWords(t *testing.T) {
	t.Parallel()
	if _, err := opened(seal.T(`{"a": Canary`)); err == nil || err.Error() != "a sealed sheet cannot be read" {
		t.Errorf("%v", err)
	}
}

// Every topic says what it means, and nothing that is shown to a practitioner
// speaks of witnesses without saying that they did nothing wrong.
func TestEveryTopicHasItsWords(t *testing.T) {
	t.Parallel()
	for _, one := range topics {
		h := Hold{Topic: one.Topic, Level: Never}
		if h.What() == "" || h.Means() != "Not for now: "+one.means+"." || len(one.means) < 10 {
			t.Errorf("%+v", one)
		}
	}
	if (Hold{Topic: "riddle"}).What() != "" {
		t.Error("a riddle is a topic")
	}
}
