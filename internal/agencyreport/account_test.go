package agencyreport

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/seal"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = "testdata/" + file
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("not as in %s (-update writes it anew):\n%s", file, got)
	}
}

var questions = []Question{{ID: "involvement", Section: "Involvement", Label: "Summary of involvement", Sure: true},
	{ID: "background", Section: "Involvement", Label: "Background history", Sure: true},
	{ID: "episodes", Section: "For the learning", Label: "Key practice episodes", Kind: guidance.Episodes, Sure: true},
	{ID: "issue_legal", Section: "Key practice issues", Label: "Using legal measures well", Sure: true},
	{ID: "criminal", Section: "Parallel processes", Label: "Criminal proceedings", Kind: guidance.YesNo}}

var example = account{Correction: "A day was wrong.", Answers: map[string]answer{"involvement": {Text: "We knew the family <well> & long.\nSince 2019.", Done: true},
	"issue_legal": {None: true}, "criminal": {Choice: "unknown", Text: "The police were asked."}},
	Episodes: []episode{{ID: "e1", Title: "The weeks after", From: "3 May 2026", FromDay: "2026-05-03", To: "June", People: []string{"Child 1", "Staff 2"},
		Others: "the duty worker", Happened: "Calls were missed.", Decision: "To wait.", Sense: "The last visit was calm.", System: "Two posts were empty.", Worked: "The log."}}}

func exampleReport(t *testing.T) Report {
	t.Helper()
	raw, err := contentOf("review-1", "agency-social", 2, questions, example, attached{3, "abc"}).bytes()
	if err != nil {
		t.Fatal(err)
	}
	v := Report{Agency: "agency-social", AgencyName: "Exampleshire Social Work", Version: 2, Hash: hashOf(raw)}
	if err := v.fill("review-1", seal.T(string(raw))); err != nil {
		t.Fatal(err)
	}
	return v
}

// What an agency signs has one form in bytes, which never changes: old versions
// are checked against it for as long as they are kept.
func TestWhatIsSignedHasOneForm(t *testing.T) {
	t.Parallel()
	raw, err := contentOf("review-1", "agency-social", 2, questions, example, attached{3, "abc"}).bytes()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "content.json", append(raw, '\n'))
	for what, other := range map[string]content{
		"another review":     contentOf("review-2", "agency-social", 2, questions, example, attached{3, "abc"}),
		"another agency":     contentOf("review-1", "agency-health", 2, questions, example, attached{3, "abc"}),
		"another version":    contentOf("review-1", "agency-social", 3, questions, example, attached{3, "abc"}),
		"another chronology": contentOf("review-1", "agency-social", 2, questions, example, attached{3, "abd"}),
		"no episode":         contentOf("review-1", "agency-social", 2, questions, example.move("e1", 0), attached{3, "abc"}),
		"another reason":     contentOf("review-1", "agency-social", 2, questions, account{example.Answers, example.Episodes, "x"}, attached{3, "abc"}),
	} {
		b, err := other.bytes()
		v := Report{Agency: "agency-social", Version: 2, Hash: hashOf(raw)}
		if err != nil || hashOf(b) == hashOf(raw) || v.fill("review-1", seal.T(string(b))) == nil {
			t.Errorf("%s passes for what was signed", what)
		}
	}
}

// The mark of being done is the author's own and no part of what is signed.
func TestTheAuthorsMarkIsNotSigned(t *testing.T) {
	t.Parallel()
	undone := example.with("involvement", answer{Text: example.Answers["involvement"].Text})
	a, _ := contentOf("r", "a", 1, questions, example, attached{}).bytes()
	b, _ := contentOf("r", "a", 1, questions, undone, attached{}).bytes()
	if !bytes.Equal(a, b) {
		t.Error("it changes what is signed")
	}
}

// A released report as a Word file has its words, its version and whose copy it is.
func TestTheWordFileIsTheSignedOne(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	d := reportData{Report: exampleReport(t)}
	if err := document.Word(&b, d.document("LR-EXAMPLE", seal.T("Ailsa Example"))); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, name := range []string{"word/header1.xml", "word/footer1.xml", "word/document.xml"} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.ReplaceAll(string(raw), "</w:p>", "</w:p>\n"))
		all.WriteString("\n")
	}
	golden(t, "report.xml", all.Bytes())
}

// Whatever two people make of the same fields, nothing that either wrote is gone:
// it is in what is put together, or beside it.
func TestAMergeLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"", "a", "b", "c"})
		fields := func(who string) map[string]string {
			return map[string]string{"text": words.Draw(t, who), "choice": words.Draw(t, who), "none": words.Draw(t, who)}
		}
		base, mine, theirs := fields("base"), fields("mine"), fields("theirs")
		merged, both := merge(base, mine, theirs)
		for name := range base {
			if merged[name] != mine[name] && mine[name] != base[name] {
				t.Fatalf("mine is gone from %s", name)
			}
			if shown, beside := both[name]; theirs[name] != base[name] && merged[name] != theirs[name] && (!beside || shown != theirs[name]) {
				t.Fatalf("theirs is gone from %s", name)
			}
		}
		f := form.New()
		if said := stale(f, base, mine, theirs, 7); f.OK() != (len(said) == 0 && (same(base, theirs) || same(mine, theirs))) {
			t.Fatal("it is not said, or said for nothing")
		}
	})
}

func same(a, b map[string]string) bool {
	for name := range a {
		if a[name] != b[name] {
			return false
		}
	}
	return true
}

// What changed, read one way, is the old text, and read the other way the new.
func TestChangesReadBothWays(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"we", "knew", "the", "family", "\n", " ", "  ", "é"}), 0, 30).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		old, now := text.Draw(t, "old"), text.Draw(t, "now")
		var a, b strings.Builder
		kept := 0
		for _, c := range Diff(old, now) {
			if c.Text == "" || c.Added && c.Removed {
				t.Fatalf("a change that is none: %+v", c)
			}
			if !c.Added {
				a.WriteString(c.Text)
			}
			if !c.Removed {
				b.WriteString(c.Text)
			}
			if !c.Added && !c.Removed {
				kept += len(pieces(c.Text))
			}
		}
		if a.String() != old || b.String() != now {
			t.Fatalf("%q to %q reads %q to %q", old, now, a.String(), b.String())
		}
		if best := longestCommon(pieces(old), pieces(now)); kept < best {
			t.Fatalf("%q to %q keeps %d words where %d could stay", old, now, kept, best)
		}
	})
}

// longestCommon is how many words two texts have in common in the same order.
func longestCommon(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		last := 0
		for j, y := range b {
			was := row[j+1]
			if row[j+1] = max(row[j+1], row[j]); x == y {
				row[j+1] = max(row[j+1], last+1)
			}
			last = was
		}
	}
	return row[len(b)]
}

func TestTextsThatHaveNothingInCommonAreShownWhole(t *testing.T) {
	t.Parallel()
	old, now := strings.Repeat("old words ", 900)+"end", strings.Repeat("new text ", 900)+"stop"
	got := Diff(old, now)
	want := []look.Change{{Removed: true, Text: old}, {Added: true, Text: now}}
	if !slices.Equal(got, want) {
		t.Errorf("%d changes", len(got))
	}
}

// Only a day that leaves no doubt is taken for one.
func TestOnlyACertainDayIsADay(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{"3 May 2026": "2026-05-03", "03/05/2026": "2026-05-03", "May 2026": "", "early 2026": "", "31 June 2026": "", "": ""} {
		if got := certainDay(written); got.IsZero() != (want == "") || want != "" && got.String() != want {
			t.Errorf("%q is read as %s", written, got)
		}
	}
}

// Moving and taking out change the order and nothing else.
func TestEpisodesKeepTheirWordsWhenTheyMove(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var a account
		for _, id := range []string{"a", "b", "c", "d"} {
			a = a.put(episode{ID: id, Title: "of " + id})
		}
		for range rapid.IntRange(0, 8).Draw(t, "moves") {
			before := slices.Clone(a.Episodes)
			id := rapid.SampledFrom([]string{"a", "b", "c", "d", "none"}).Draw(t, "which")
			a = a.move(id, rapid.SampledFrom([]int{-1, 1}).Draw(t, "way"))
			if len(a.Episodes) != 4 || len(before) != 4 {
				t.Fatal("one is gone")
			}
			for _, e := range before {
				if got, ok := a.episode(e.ID); !ok || got.Title != e.Title {
					t.Fatalf("%s is not as it was", e.ID)
				}
			}
		}
		if a = a.move("b", 0); len(a.Episodes) != 3 {
			t.Fatal("it was not taken out")
		}
	})
}

func FuzzAnEpisodeAsItIsTyped(f *testing.F) {
	f.Add("The weeks after", "3 May 2026", "May 2026", "Child 1", "What happened")
	f.Add("", "\x00", "31/02/2026", "nobody", strings.Repeat("é", 5000))
	f.Fuzz(func(t *testing.T, title, from, to, code, happened string) {
		typed := form.New()
		for name, value := range map[string]string{"title": title, "from": from, "to": to, "people": code, "happened": happened} {
			typed.Set(name, value)
		}
		e := readEpisode(typed, []form.Option{{Value: "Child 1"}})
		if !typed.OK() {
			return
		}
		if e.Title == "" || len(e.People) > 1 || len(e.People) == 1 && e.People[0] != "Child 1" {
			t.Errorf("read %d people and a title of %d", len(e.People), len(e.Title))
		}
		kept, err := account{Answers: map[string]answer{}}.put(e).seal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := openAccount(kept)
		if err != nil || !back.same(account{Answers: map[string]answer{}, Episodes: []episode{e}}) {
			t.Error("it does not come back as it was kept")
		}
	})
}
