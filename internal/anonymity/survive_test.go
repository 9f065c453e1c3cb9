package anonymity_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lr/internal/anonymity"
)

// Names that are no everyday words, with marks and signs that people leave out.
var (
	givens   = []string{"Kirsty", "Màiri", "Seòras", "Raibeart", "Catrìona", "Björn", "Zoë", "Łukasz", "Eilidh", "Mohammed", "Jean-Luc", "Siân"}
	surnames = []string{"MacSample", "O'Sampleton", "Exemplarson", "Testerly-Fictum", "Placeholderby", "Østergård", "van der Sampel", "McFictitious", "Straßner"}
)

// changes are what happens to a name between two keyboards.
var changes = map[string]func(t *rapid.T, name string) string{
	"upper case":        func(_ *rapid.T, s string) string { return strings.ToUpper(s) },
	"lower case":        func(_ *rapid.T, s string) string { return strings.ToLower(s) },
	"marks apart":       func(_ *rapid.T, s string) string { return norm.NFD.String(s) },
	"compatible forms":  func(_ *rapid.T, s string) string { return norm.NFKC.String(s) },
	"no-break spaces":   func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, " ", "\u00A0") },
	"line break":        func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, " ", "\r\n") },
	"soft hyphen":       func(t *rapid.T, s string) string { return insert(t, s, "\u00AD") },
	"zero width":        func(t *rapid.T, s string) string { return insert(t, s, "\u200B") },
	"curly apostrophe":  func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, "'", "’") },
	"no apostrophe":     func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, "'", "") },
	"possessive":        func(_ *rapid.T, s string) string { return s + "'s" },
	"possessive, curly": func(_ *rapid.T, s string) string { return s + "’s" },
	"possessive, careless": func(_ *rapid.T, s string) string {
		words := strings.Fields(s)
		if utf8.RuneCountInString(words[len(words)-1]) < 4 {
			return s // a short name and an s is another word
		}
		return s + "s"
	},
	"other hyphen": func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, "-", "\u2011") },
	"underscores":  func(_ *rapid.T, s string) string { return strings.ReplaceAll(s, " ", "_") },
	"full width": func(_ *rapid.T, s string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < 0x7F && r != '\'' {
				return r + 0xFEE0
			}
			return r
		}, s)
	},
}

// insert puts something between two letters of one word.
func insert(t *rapid.T, s, what string) string {
	runes := []rune(s)
	i := rapid.IntRange(1, len(runes)-1).Draw(t, "place")
	return string(runes[:i]) + what + string(runes[i:])
}

// typo makes one slip in a word of at least four letters.
func typo(t *rapid.T, word string) string {
	runes := []rune(word)
	i := rapid.IntRange(0, len(runes)-2).Draw(t, "place")
	switch rapid.SampledFrom([]string{"swap", "drop", "double", "wrong"}).Draw(t, "slip") {
	case "swap":
		runes[i], runes[i+1] = runes[i+1], runes[i]
	case "drop":
		runes = append(runes[:i:i], runes[i+1:]...)
	case "double":
		runes = append(runes[:i+1:i+1], runes[i:]...)
	default:
		runes[i] = rapid.RuneFrom([]rune("abcdefghijklmnopqrstuvwxyz")).Draw(t, "letter")
	}
	return string(runes)
}

// covered is the share of the letters at text[start:end] that lie in a finding of the person.
func covered(found []anonymity.Finding, text string, start, end int) float64 {
	letters, hidden := 0, 0
	for i, r := range text[start:end] {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		for _, f := range found {
			if f.Start <= start+i && start+i < f.End && strings.Contains(f.Code, "Child A") {
				hidden++
			}
		}
	}
	return float64(hidden) / float64(letters)
}

// A known name that was changed in one way, in any order of its parts, is still found.
func TestKnownNameSurvivesChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		given, surname := rapid.SampledFrom(givens).Draw(t, "given"), rapid.SampledFrom(surnames).Draw(t, "surname")
		checker := anonymity.NewChecker([]anonymity.Known{
			{Code: "Other", Names: []string{"Tormod Otherwise"}},
			{Code: "Child A", Names: []string{given + " " + surname}},
		})
		name := rapid.SampledFrom([]string{given, surname, given + " " + surname, surname + ", " + given, given[:1] + ". " + surname, given + " " + given}).Draw(t, "order")
		if !utf8.ValidString(name) {
			name = surname
		}
		kind := rapid.SampledFrom([]string{"upper case", "lower case", "marks apart", "compatible forms", "no-break spaces", "line break", "soft hyphen",
			"zero width", "curly apostrophe", "no apostrophe", "possessive", "possessive, curly", "possessive, careless", "other hyphen", "underscores", "full width"}).Draw(t, "change")
		changed := changes[kind](t, name)
		before := rapid.SampledFrom([]string{"", "We saw ", "(", "…“", "£5\t", "für "}).Draw(t, "before")
		text := before + changed + rapid.SampledFrom([]string{"", " yesterday.", ")", ", who", "\n\n", "—then"}).Draw(t, "after")
		found := checker.Check(text)
		end := len(before) + len(changed)
		if strings.HasPrefix(kind, "possessive") {
			end-- // the s may be left
		}
		if got := covered(found, text, len(before), end); got < 0.8 {
			t.Fatalf("%s of %q: %.2f covered of %q: %s", kind, name, got, text, show(found))
		}
	})
}

// A name with one slip is still found.
func TestKnownNameSurvivesTypo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Kirsty", "Raibeart", "Eilidh", "Exemplarson", "Placeholderby", "Quillan", "MacSample", "Ailsa", "Morag"}).Draw(t, "name")
		wrong := typo(t, name)
		text := "Then " + wrong + " came."
		found := anonymity.Check(text, []anonymity.Known{{Code: "Child A", Names: []string{name + " Otherwise", "Tormod " + name}}})
		if covered(found, text, 5, 5+len(wrong)) < 0.8 && !strings.Contains("molar aisle moray", strings.ToLower(wrong)) {
			t.Fatalf("%q for %q: %s", wrong, name, show(found))
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("Kirsty MacSample, 0101011237, EX1 2NP, a@b.example, +44 131 496 0000, 14/03/2019, QX/88123/4", "Kirsty MacSample")
	f.Add("Øst\u00ADer-\ngård’s \xff\u0301 ﬁ ß", "Łukasz O'Strassner-ﬁ")
	f.Add("0", "0")
	f.Add("7, 8 and 9 May '19 (at) x (dot) y", "de la van")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 4096 || len(name) > 100 {
			return
		}
		found := anonymity.Check(text, []anonymity.Known{
			{Code: "A", Kind: anonymity.Person, Names: []string{name}}, {Code: "B", Kind: anonymity.Place, Names: []string{name}},
			{Code: "C", Kind: anonymity.Number, Names: []string{name}}, {Code: "D", Kind: anonymity.Date, Names: []string{name}},
		})
		last := 0
		for _, finding := range found {
			if finding.Start < last || finding.End <= finding.Start || finding.End > len(text) || text[finding.Start:finding.End] != finding.Shown {
				t.Fatalf("finding %d to %d after %d of %d", finding.Start, finding.End, last, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(finding.Shown) {
				t.Fatalf("a character is cut at %d to %d", finding.Start, finding.End)
			}
			last = finding.End
		}
	})
}

// BenchmarkCheck checks half a mebibyte of prose against 60 people and 20 places.
func BenchmarkCheck(b *testing.B) {
	text, err := os.ReadFile("testdata/neutral.txt")
	if err != nil {
		b.Fatal(err)
	}
	list := known()
	for i := range 60 {
		list = append(list, anonymity.Known{Code: "Person", Names: []string{givens[i%len(givens)] + " " + string(rune('A'+i%26)) + surnames[i%len(surnames)]}, Kind: anonymity.Person})
	}
	checker := anonymity.NewChecker(list)
	long := strings.Repeat(string(text)+" Kirsty MacSample was seen on 14/03/2019.\n", 1+(512<<10)/len(text))
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		checker.Check(long)
	}
}

func BenchmarkNewChecker(b *testing.B) {
	list := known()
	for b.Loop() {
		anonymity.NewChecker(list)
	}
}

// Where Check finds somebody or something known, Touched has a place too.
func TestWhatIsFoundIsTouched(t *testing.T) {
	t.Parallel()
	checker := anonymity.NewChecker(known())
	words := []string{"Kirsty", "macsample", "Kiki", "Kristy", "MacSmaple", "KMM", "k.macsample", "O’Sampleton", "Smythe", "Grace", "May", "will", "Young", "Ostergard", "Łukasz",
		"St Fictitias", "Primary", "School", "12 Invented Rd", "Skye", "QX 88123 4", "14 March 2019", "14/03", "2019", "March 14,", "0101011237", "was", "seen", "at", "home",
		".", ",", "-", "\n", "\n\n", "'s", "\u00AD", "@", "("}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "between"))
		places := checker.Touched(text)
		for _, f := range checker.Check(text) {
			overlaps := func(at [2]int) bool { return at[0] < f.End && f.Start < at[1] }
			if f.Code != "" && !slices.ContainsFunc(places, overlaps) {
				t.Fatalf("%q is found in %q, and not touched: %v", f.Shown, text, places)
			}
		}
	})
}
