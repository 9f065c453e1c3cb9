package committee

import (
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
)

// typed is what officers could type into the three sheets.
var typed = rapid.Custom(func(t *rapid.T) url.Values {
	v := url.Values{}
	number := func(name string, from, to int) { v.Set(name, strconv.Itoa(rapid.IntRange(from, to).Draw(t, name))) }
	choice := func(name string, options []form.Option) {
		v.Set(name, rapid.SampledFrom(options).Draw(t, name).Value)
	}
	for _, name := range []string{"committee", "group", "chiefs", "lead", "delegated", "contact", "councils"} {
		v.Set(name, rapid.StringMatching(`[A-Z][a-z]{0,9}\n?[a-z]{0,9}`).Draw(t, name))
	}
	for _, l := range limits {
		number(l.field, 1, 400)
		choice(l.field+"-unit", units)
	}
	v.Set("before", rapid.SampledFrom([]string{"", "1", "5, 1", "1 2;3"}).Draw(t, "before"))
	number("every", 1, 60)
	number("quiet-from", 0, 23)
	number("quiet-until", 0, 23)
	choice("reveal", reveals)
	number("words", 100, 20000)
	choice("publish", extents)
	return v
})

// take reads what was typed into the sheets, one after the other.
func take(t *rapid.T, v url.Values) review.Settings {
	s := review.Usual()
	for _, sh := range sheets {
		sheet := maps.Clone(v)
		if sh.path == "ways" {
			sheet.Set("chiefs", rapid.SampledFrom(chiefs).Draw(t, "what chief officers do").Value)
		}
		f := form.Sent(sheet, nil)
		sh.take(f, &s)
		if !f.OK() {
			t.Fatalf("%s refuses %v: %v", sh.path, sheet, f.Faults())
		}
	}
	return s
}

// Whatever is changed in the settings, the page that publishes says so; where
// nothing is changed it says nothing. What was typed is shown again as it is kept.
func TestNoChangeGoesUnsaid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := take(t, typed.Draw(t, "before")), take(t, typed.Draw(t, "after"))
		if rapid.Bool().Draw(t, "the same") {
			b = a
		}
		alter(t, &b)
		same := asJSON(t, a) == asJSON(t, b)
		if said := differences(a, b, people{}); same != (len(said) == 0) {
			t.Fatalf("the same: %v, said: %v\n%s\n%s", same, said, asJSON(t, a), asJSON(t, b))
		}
		for _, sh := range sheets {
			f := form.New()
			sh.show(f, b)
			again := b
			if sh.take(f, &again); !f.OK() || asJSON(t, again) != asJSON(t, b) {
				t.Fatalf("%s does not show what is kept: %v\n%s\n%s", sh.path, f.Faults(), asJSON(t, b), asJSON(t, again))
			}
		}
	})
}

// alter adds or takes something from the lists of the settings, or does not.
func alter(t *rapid.T, s *review.Settings) {
	b := &book{Draft: *s, Track: guidance.Adult}
	switch rapid.IntRange(0, 5).Draw(t, "change") {
	case 1:
		b.Draft.LocalHolidays = append(b.Draft.LocalHolidays, clock.Holiday{Day: db.Date{Year: 2027, Month: time.May, Day: 7}, Name: "Fair"})
	case 2:
		b.Draft.Fields = append(b.Draft.Fields, review.ExtraField{Form: "F2", ID: "local-1", Section: "Involvement", Label: "Which school?",
			Retired: rapid.Bool().Draw(t, "retired"), Hint: rapid.SampledFrom([]string{"", "Any."}).Draw(t, "hint")})
	case 3:
		b.word(review.Wording{Guidance: "ASP_2022", Form: rapid.SampledFrom([]string{"F1", ""}).Draw(t, "of"), ID: "1a",
			Label: rapid.SampledFrom([]string{"", "Other"}).Draw(t, "words"), By: rapid.SampledFrom([]string{"", "ailsa"}).Draw(t, "by")})
	case 4:
		b.write(review.LetterKinds[0], review.Letter{Title: "Ours", Body: rapid.SampledFrom([]string{"One", "Two"}).Draw(t, "body")})
	}
	*s = b.Draft
}

func asJSON(t *rapid.T, s review.Settings) string {
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := review.ReadSettings(string(b)) // empty lists and none are one
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Councils) == 0 {
		kept.Councils = nil
	}
	if len(kept.Letters) == 0 {
		kept.Letters = nil
	}
	if len(kept.Wordings) == 0 {
		kept.Wordings = nil
	}
	b, _ = json.Marshal(kept)
	return string(b)
}

// What two officers change on different sheets is all kept: a sheet changes
// nothing but its own part.
func TestASheetChangesNothingButItsPart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := take(t, typed.Draw(t, "settings"))
		v := typed.Draw(t, "typed")
		v.Set("chiefs", string(review.Ratify))
		i := rapid.IntRange(0, len(sheets)-1).Draw(t, "sheet")
		now := s
		sheets[i].take(form.Sent(v, nil), &now)
		for j, other := range sheets {
			if j != i && mark(other.part(now)) != mark(other.part(s)) {
				t.Fatalf("%s changed %s", sheets[i].path, other.path)
			}
		}
		if mark(sheets[i].part(now)) == mark(sheets[i].part(s)) && asJSON(t, now) != asJSON(t, s) {
			t.Fatalf("%s changed something outside its part", sheets[i].path)
		}
	})
}

// Whatever is typed into the sheets, what they accept can be kept and read again.
func FuzzSheets(f *testing.F) {
	f.Add("committee=x&group=g&chiefs=c&lead=l&councils=a%0Ab")
	f.Add("acknowledge=1&acknowledge-unit=week&report=2&report-unit=week&decide=&decide-unit=month&before=5,1&every=3&quiet-from=18&quiet-until=8")
	f.Add("chiefs=told&reveal=released&words=1500&publish=none&delegated=")
	f.Add("before=0,-1,99999999999999999999&every=1e9&quiet-from=24")
	f.Fuzz(func(t *testing.T, sent string) {
		v, err := url.ParseQuery(sent)
		if err != nil {
			return
		}
		for _, sh := range sheets {
			s := review.Usual()
			form := form.Sent(maps.Clone(v), nil)
			if sh.take(form, &s); !form.OK() {
				continue
			}
			kept, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			got, err := review.ReadSettings(string(kept))
			if err != nil || mark(sh.part(got)) != mark(sh.part(s)) {
				t.Fatalf("%s accepts %q, which reads as %+v (%v)", sh.path, sent, got, err)
			}
			for _, x := range say(got, people{}) {
				if strings.TrimSpace(x.What) == "" {
					t.Fatalf("%s is said without a name", x.Key)
				}
			}
		}
	})
}

// A letter that is accepted leaves no blank unfilled and no bracket behind.
func FuzzBlanks(f *testing.F) {
	kind := review.LetterKinds[0]
	for _, seed := range []string{"Dear [committee]", "[[code]]", "[", "]", "[code", "[]", "[code][reasons]", "[name of the child]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		sheet := form.New()
		refuseBlanks(sheet, "body", body, kind.Blanks)
		if !sheet.OK() {
			return
		}
		b := &book{Draft: review.Usual(), Track: guidance.Child}
		_, filled, missing := review.Letter{Body: body}.Fill(inventedBlanks(kind, b, db.Date{Year: 2026, Month: time.November, Day: 2}))
		if len(missing) > 0 || strings.ContainsAny(filled, "[]") {
			t.Fatalf("%q is accepted and becomes %q, without %q", body, filled, missing)
		}
	})
}
