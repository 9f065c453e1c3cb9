package review

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
)

var anySpan = rapid.Custom(func(t *rapid.T) clock.Span {
	return clock.Span{Amount: rapid.IntRange(0, 400).Draw(t, "amount"), Unit: rapid.SampledFrom(clock.Units()).Draw(t, "unit")}
})

// anySettings are settings that an officer could publish.
var anySettings = rapid.Custom(func(t *rapid.T) Settings {
	words := rapid.StringMatching(`[A-Za-z][a-z ]{0,20}`)
	s := Settings{
		ChiefOfficers: rapid.SampledFrom([]ChiefOfficers{Told, Ratify}).Draw(t, "chiefs"),
		Names: Names{Committee: words.Draw(t, "committee"), WorkingGroup: words.Draw(t, "group"),
			ChiefOfficers: words.Draw(t, "chief officers"), LeadOfficer: words.Draw(t, "lead officer")},
		AcknowledgeWithin: anySpan.Draw(t, "acknowledge"), ReportWithin: anySpan.Draw(t, "report"), DecideWithin: anySpan.Draw(t, "decide"),
		Remind: Remind{Before: rapid.SliceOfN(rapid.IntRange(1, 60), 0, 3).Draw(t, "before"), Every: rapid.IntRange(1, 60).Draw(t, "every"),
			QuietFrom: rapid.IntRange(0, 23).Draw(t, "from"), QuietUntil: rapid.IntRange(0, 23).Draw(t, "until")},
		WordBudget: rapid.IntRange(100, 20000).Draw(t, "words"), Reveal: rapid.SampledFrom([]Reveal{AsReleased, Together}).Draw(t, "reveal"),
		Delegated: words.Draw(t, "delegated"), PublishDefault: rapid.SampledFrom([]string{"full", "summary", "none"}).Draw(t, "publish"),
		Contact: words.Draw(t, "contact"), Letters: Letters{},
	}
	first := db.Date{Year: 2026, Month: time.January, Day: 1}
	for _, n := range rapid.SliceOfN(rapid.IntRange(0, 900), 0, 3).Draw(t, "holidays") {
		s.LocalHolidays = append(s.LocalHolidays, clock.Holiday{Day: first.AddDays(n), Name: words.Draw(t, "holiday")})
	}
	s.Councils = rapid.SliceOfN(words, 0, 3).Draw(t, "councils")
	for range rapid.IntRange(0, 3).Draw(t, "questions") {
		s.Fields = append(s.Fields, ExtraField{rapid.SampledFrom([]string{"F1", "F2", "F3"}).Draw(t, "form"), "local-" + words.Draw(t, "id"),
			words.Draw(t, "section"), words.Draw(t, "label"), words.Draw(t, "hint"), rapid.Bool().Draw(t, "retired")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "wordings") {
		s.Wordings = append(s.Wordings, Wording{"ASP_2022", rapid.SampledFrom([]string{"F1", "F2", ""}).Draw(t, "of"),
			rapid.SampledFrom([]string{"name", "birth", "1a", "2ii"}).Draw(t, "field"), words.Draw(t, "words"), words.Draw(t, "hint"),
			rapid.SampledFrom([]string{"", "somebody"}).Draw(t, "by"), first})
	}
	for _, k := range LetterKinds {
		if rapid.Bool().Draw(t, k.ID) {
			s.Letters[k.ID] = Letter{words.Draw(t, "title"), words.Draw(t, "body")}
		}
	}
	return s
})

func asKept(t interface{ Fatal(...any) }, s Settings) string {
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSettingsThatCanBePublishedCanBeReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySettings.Draw(t, "settings")
		got, err := ReadSettings(asKept(t, s))
		if err != nil {
			t.Fatal(err)
		}
		if asKept(t, got) != asKept(t, s) {
			t.Fatalf("kept %s\nread %s", asKept(t, s), asKept(t, got))
		}
		if again := got.filled(); !reflect.DeepEqual(again, got) {
			t.Fatalf("filled twice is not filled once:\n%+v\n%+v", got, again)
		}
	})
}

// Settings that were kept before there were letters, wordings or reminders read
// as the committee meant them, with what is usual for the rest.
func TestOldSettingsStillRead(t *testing.T) {
	t.Parallel()
	for _, kept := range []string{`{}`, `{"chief_officers":"ratify","local_holidays":[],"decide_within":{"amount":56,"unit":"calendar day"}}`,
		`{"fields":[{"form":"F2","id":"local-1","section":"Involvement","label":"Which school?"}]}`} {
		s, err := ReadSettings(kept)
		if err != nil {
			t.Fatal(err)
		}
		if s.Remind.Every != Usual().Remind.Every || s.Names.WorkingGroup != "working group" || s.PublishDefault != "full" {
			t.Errorf("%s reads as %+v", kept, s)
		}
		if len(s.Fields) > 0 && (s.Fields[0].Retired || s.Fields[0].Label != "Which school?") {
			t.Errorf("the question reads as %+v", s.Fields[0])
		}
	}
	for _, broken := range []string{``, `[]`, `{"decide_within":{"amount":1,"unit":"fortnight"}}`, `{"fields":{}}`} {
		if s, err := ReadSettings(broken); err == nil {
			t.Errorf("%q reads as %+v", broken, s)
		}
	}
}

// Whatever a committee says of a guidance, its questions and criteria keep their
// ids and their order, and the program's own words stay as they are.
func TestACommitteesWordsChangeNoIds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySettings.Draw(t, "settings")
		v, _ := guidance.Get("ASP_2022")
		before := asText(v)
		w := s.Worded(v)
		if asText(v) != before {
			t.Fatal("the program's own words changed")
		}
		for i, f := range v.Forms {
			for j, x := range f.Fields {
				if y := w.Forms[i].Fields[j]; y.ID != x.ID || y.Section != x.Section || y.Source != x.Source {
					t.Fatalf("%+v became %+v", x, y)
				}
			}
		}
		for i, l := range v.Limbs() {
			if w.Limbs()[i].ID != l.ID {
				t.Fatalf("criterion %s became %s", l.ID, w.Limbs()[i].ID)
			}
		}
	})
}

func asText(v guidance.Version) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func FuzzReadSettings(f *testing.F) {
	for _, seed := range []string{`{}`, `{"remind":{"before":[5,1],"every":3}}`, `{"local_holidays":[{"Day":{"Year":2026,"Month":11,"Day":9},"Name":"Fair"}]}`,
		`{"letters":{"decision-notifier":{"title":"[code]","body":"[reasons]"}}}`, `{"wordings":[{"guidance":"ASP_2022","form":"F1","id":"name","by":"x"}]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, kept string) {
		s, err := ReadSettings(kept)
		if err != nil {
			return
		}
		again, err := ReadSettings(asKept(t, s))
		if err != nil || asKept(t, again) != asKept(t, s) {
			t.Fatalf("%q reads as %s, and then as %s (%v)", kept, asKept(t, s), asKept(t, again), err)
		}
		v, _ := guidance.Get("ASP_2022")
		s.Worded(v)
		Committee{Settings: s, Guidance: "ASP_2022"}.Form("F1")
	})
}

// A committee's own names stand where the program names its groups; two
// committees that differ are spoken of in the usual way. [SEED recommend]
func TestGroupsAreCalledAsTheCommitteeCallsThem(t *testing.T) {
	t.Parallel()
	own := usual.Names
	own.WorkingGroup, own.ChiefOfficers = "screening group", "chief officers' group"
	a, b := Committee{Settings: Settings{Names: own}}, Committee{Settings: Usual()}
	for _, x := range []struct {
		cs         []Committee
		says, want string
	}{
		{[]Committee{a}, "The working group's recommendation", "The screening group's recommendation"},
		{[]Committee{a}, "Chief officers know of the decision", "Chief officers' group know of the decision"},
		{[]Committee{a, a}, "Working group", "Screening group"},
		{[]Committee{a, b}, "The working group's recommendation", "The working group's recommendation"},
		{nil, "Working group", "Working group"},
	} {
		if got := SharedNames(x.cs).In(x.says); got != x.want {
			t.Errorf("%q is said as %q, want %q", x.says, got, x.want)
		}
	}
}
